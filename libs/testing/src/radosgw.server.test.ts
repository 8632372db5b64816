import { readFile, readdir, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { DebianPackageError } from '@visage/embedded/debian.package';
import { startRadosgw } from './radosgw.server.js';

const cacheDir = fileURLToPath(new URL('../../../.cache', import.meta.url));

async function commandLines(): Promise<string[]> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return Promise.all(processes.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
}

test(
  'a test run gets an S3 server that refuses strangers, and nothing of it is left afterwards',
  { timeout: 300_000 },
  async (ctx) => {
    const server = await startRadosgw({ cacheDir }).catch((error: unknown) => {
      if (error instanceof DebianPackageError) return ctx.skip(error.message);
      throw error;
    });
    const daemonsOf = async () =>
      (await commandLines()).filter((line) => line.includes(new URL(server.endpoint).host));
    try {
      expect(await daemonsOf()).toHaveLength(1);
      const listing = await fetch(server.endpoint);
      expect(await listing.text()).toContain('ListAllMyBucketsResult');
      const stranger = await fetch(`${server.endpoint}/bucket`, { method: 'PUT' });
      expect(stranger.status).toBe(403);
    } finally {
      await server.stop();
    }
    await expect(fetch(server.endpoint)).rejects.toThrow();
    await expect(stat(server.directory)).rejects.toThrow('ENOENT');
    expect(await daemonsOf()).toEqual([]);
  },
);
