import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copyReadable, isReadableCopy } from './readable.copy.js';

let folder: string;
let from: string;
let target: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-copy-'));
  [from, target] = [join(folder, 'native'), join(folder, 'shared', 'postgres-17')];
  await mkdir(join(folder, 'shared'));
  for (const part of ['bin', 'lib', 'share']) await mkdir(join(from, part), { recursive: true });
  await writeFile(join(from, 'bin', 'postgres'), 'program', { mode: 0o700 });
  await writeFile(join(from, 'lib', 'libpq.so.5'), 'library', { mode: 0o600 });
  await writeFile(join(from, 'lib', 'libpq.a'), 'for linkers');
  await symlink('libpq.so.5', join(from, 'lib', 'libpq.so'));
  await chmod(join(from, 'lib'), 0o700);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('every user can read and run the copy of the programs, whoever could before', async () => {
  expect(await isReadableCopy(target)).toBe(false);
  await copyReadable(from, target, join(folder, 'shared'));
  expect(await isReadableCopy(target)).toBe(true);
  const modeOf = async (...path: string[]): Promise<number> =>
    (await stat(join(target, ...path))).mode & 0o777;
  expect([
    await modeOf(),
    await modeOf('lib'),
    await modeOf('bin', 'postgres'),
    await modeOf('lib', 'libpq.so.5'),
  ]).toEqual([0o755, 0o755, 0o755, 0o644]);
  expect((await readdir(join(target, 'lib'))).sort()).toEqual(['libpq.so', 'libpq.so.5']);
  expect((await lstat(join(target, 'lib', 'libpq.so'))).isSymbolicLink()).toBe(true);
  expect(await readlink(join(target, 'lib', 'libpq.so'))).toBe('libpq.so.5');
  expect(await readdir(join(folder, 'shared'))).toEqual(['postgres-17']);
});

test('half a copy is replaced by a whole one', async () => {
  await mkdir(join(target, 'half'), { recursive: true });
  await copyReadable(from, target, join(folder, 'shared'));
  expect((await readdir(target)).sort()).toEqual(['bin', 'lib', 'share']);
});

test('a copy that does not succeed leaves nothing behind', async () => {
  await expect(copyReadable(join(folder, 'missing'), target, join(folder, 'shared'))).rejects.toMatchObject({
    code: 'ENOENT',
  });
  expect(await readdir(join(folder, 'shared'))).toEqual([]);
});
