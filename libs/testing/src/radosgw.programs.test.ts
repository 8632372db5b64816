import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DebianPackageError, unpackDebianPackages } from '@visage/embedded/debian.package';

let cacheDir: string;
beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'visage-debian-'));
});
afterEach(() => rm(cacheDir, { recursive: true, force: true }));

const hello = { packages: ['hello'], label: 'hello' };

test(
  'Debian’s programs run from the cache, fetched once however many ask',
  { timeout: 120_000 },
  async (context) => {
    const progress: string[] = [];
    const ask = () =>
      unpackDebianPackages({ ...hello, cacheDir, onProgress: (message) => progress.push(message) });
    const answers = await Promise.all([ask(), ask(), ask()]).catch((error: unknown) => {
      if (error instanceof DebianPackageError && error.code !== 'not-found')
        return context.skip(error.message);
      throw error;
    });
    expect(new Set(answers.map(({ root }) => root)).size).toBe(1);
    expect(progress.filter((message) => message.includes(': fetching'))).toHaveLength(1);
    const [first] = answers;
    expect((await stat(join(first?.root ?? '', 'usr/bin/hello'))).mode & 0o111).toBe(0o111);
    expect(first?.env.PATH).toContain(join(first?.root ?? '', 'usr/bin'));
    const left = (await readdir(cacheDir)).filter((name) => name.includes('.tmp-') || name.endsWith('.lock'));
    expect(left).toEqual([]);
  },
);

test(
  'a package that does not exist is named, and leaves no half-filled folder',
  { timeout: 120_000 },
  async (context) => {
    const wrong = { packages: ['visage-no-such-package'], cacheDir, label: 'wrong' };
    const refusal = await unpackDebianPackages(wrong).catch((error: unknown) => error);
    if (refusal instanceof DebianPackageError && refusal.code !== 'not-found') context.skip(refusal.message);
    expect(refusal).toMatchObject({ name: 'DebianPackageError', code: 'not-found' });
    expect((await readdir(cacheDir)).filter((name) => name.startsWith('wrong'))).toEqual([]);
  },
);
