import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { locateRedis, RedisMissingError } from './redis.binary.js';
import { openDebianMirror } from './testing/debian.mirror.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-programs-'));
  await symlink('/usr/bin/env', join(folder, 'env'));
  vi.stubEnv('PATH', folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** A program that prints `says`, placed where programs are looked for. */
const program = (name: string, says: string, exitCode = 0, where = folder): Promise<void> =>
  writeFile(join(where, name), `#!/bin/sh\necho '${says}'\nexit ${exitCode}\n`, { mode: 0o755 });
const locate = () => locateRedis({ cacheDir: join(folder, 'cache'), fetch: false });

describe('the Redis installed on a system', () => {
  test.each(['6.2.0', '6.10.1', '7.0.15', '10.0.0', '7.2'])(
    'is used from version 6.2 on: %s',
    async (version) => {
      await program('redis-server', `Redis server v=${version} sha=00000000:0 malloc=jemalloc-5.3.0 bits=64`);
      expect(await locate()).toEqual({ command: 'redis-server', version: `redis-server ${version}` });
    },
  );

  test.each(['6.0.16', '5.9.9', '6.1.9'])(
    'is not used if it is too old for the queues: %s',
    async (version) => {
      await program('redis-server', `Redis server v=${version} sha=00000000:0`);
      await expect(locate()).rejects.toBeInstanceOf(RedisMissingError);
    },
  );

  test('may be its sibling Valkey, if Redis itself does not run', async () => {
    await program('redis-server', 'Redis server v=7.0.15', 1);
    await program('valkey-server', 'Valkey server v=8.0.1 sha=00000000:1');
    expect(await locate()).toEqual({ command: 'valkey-server', version: 'valkey-server 8.0.1' });
  });

  test('is reported as missing if there is none, with what to do', async () => {
    await program('redis-server', 'something else');
    await expect(locate()).rejects.toThrow(
      /^no redis-server or valkey-server on PATH: install Redis 6.2 or newer .* or set REDIS_URL$/,
    );
  });
});

describe('a system without Redis', () => {
  const search = () => locateRedis({ cacheDir: join(folder, 'cache') });

  test('and without apt is told both ways out', async () => {
    const missing = await search().catch((error: unknown) => error);
    expect(missing).toBeInstanceOf(RedisMissingError);
    expect(missing).toMatchObject({ name: 'RedisMissingError', cause: { code: 'apt-missing' } });
    expect(String(missing)).toMatch(
      /no Redis server: redis: apt-get was not found.*; install Redis 6.2 or newer/,
    );
  });

  test('a disk without space for the packages is not taken for a missing Redis', async () => {
    await writeFile(join(folder, 'cache'), 'a file where the folder should be');
    await expect(search()).rejects.toMatchObject({ code: 'EEXIST' });
  });

  test.each([
    ['runs', 'Redis server v=7.0.15', /^redis-server 7.0.15$/],
    ['does not run', 'cannot load a library', undefined],
  ])('fetches that of Debian, which %s', async (_, says, version) => {
    const mirror = await openDebianMirror(folder);
    for (const name of ['redis-server', 'valkey-server'])
      await program(name, 'takes precedence over one that this machine has', 1, mirror.programs);
    // the installation that apt plans contains everything the service needs
    const planned = [
      'adduser',
      'passwd',
      'lsb-base',
      'sysvinit-utils',
      'procps',
      'redis-tools',
      'redis-server',
    ];
    await mirror.says('installs', planned.map((name) => `Inst ${name} (1)\n`).join(''));
    await mirror.says('holds-redis-server', `#!/bin/sh\necho '${says}'\n`);
    const told: string[] = [];
    const found = locateRedis({
      cacheDir: join(folder, 'cache'),
      onProgress: (message) => told.push(message),
    });
    if (version === undefined) {
      await expect(found).rejects.toThrow(/^the Redis unpacked in .* does not run: set REDIS_URL$/);
      return;
    }
    const { command, env, version: shown } = await found;
    expect(command).toMatch(/[/]cache[/]redis-[0-9a-f]{12}[/]usr[/]bin[/]redis-server$/);
    expect(Object.keys(env ?? {})).toEqual(['PATH', 'LD_LIBRARY_PATH']);
    expect(shown).toMatch(version);
    expect(told).toContain('redis: fetching 2 Debian packages');
  });
});
