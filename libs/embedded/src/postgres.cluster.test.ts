import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PostgresBinaries } from './postgres.binary.js';
import { dataArgument, openCluster } from './postgres.cluster.js';

let dataDir: string;
beforeEach(async () => {
  dataDir = join(await mkdtemp(join(tmpdir(), 'visage-cluster-')), 'data');
});
afterEach(() => rm(join(dataDir, '..'), { recursive: true, force: true }));

/** Programs whose initdb runs the given shell script. */
async function programs(script: string): Promise<PostgresBinaries> {
  await mkdir(dataDir, { recursive: true });
  const initdb = join(dataDir, '..', 'initdb');
  await writeFile(initdb, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { initdb, postgres: '', env: { PATH: '/usr/bin:/bin' } };
}
const lines = 'for line in 1 2 3 4 5 6 7; do echo "line $line"; done';
const failure = async (script: string): Promise<string> =>
  String(await openCluster(dataDir, await programs(script), true).catch((error: unknown) => error));

test('a data folder is made once, with a password that nobody else can read', async () => {
  const binaries = await programs(
    'ls -l ../password | cut -c1-10 > seen; cat ../password > given; echo "$@" > arguments; touch PG_VERSION',
  );
  const cluster = await openCluster(dataDir, binaries, true);
  const read = (name: string): Promise<string> => readFile(join(cluster.folder, name), 'utf8');
  expect([await read('seen'), await read('given')]).toEqual(['-rw-------\n', cluster.password]);
  expect((await read('arguments')).trim()).toBe(
    `-D ${dataArgument(join(dataDir, 'init', 'cluster'))} -U visage -A scram-sha-256 --pwfile=../password -E UTF8 --locale=C`,
  );
  expect((await stat(cluster.folder)).mode & 0o777).toBe(0o700);
  expect((await readdir(dataDir)).sort()).toEqual(['cluster', 'password']);
  expect(await openCluster(dataDir, await programs('exit 1'), true)).toEqual(cluster);
});

test('for tests it is made without waiting for the disk', async () => {
  const { folder } = await openCluster(
    dataDir,
    await programs('echo "$@" > arguments; touch PG_VERSION'),
    false,
  );
  expect(await readFile(join(folder, 'arguments'), 'utf8')).toMatch(/ --no-sync\n$/);
});

test('a data folder that cannot be made is reported with the last output of Postgres', async () => {
  const words = 'Error: Postgres could not make its data folder (is the disk full?):\n';
  const last = [3, 4, 5, 6, 7].map((line) => `line ${line}`).join('\n');
  expect(await failure(`echo greeting; (${lines}) >&2; exit 1`)).toBe(`${words}${last}`);
  expect(await failure(`${lines}; exit 1`)).toBe(`${words}${last}`);
  expect(await failure('exit 3')).toMatch(/is the disk full[^]*Command failed/);
  expect(await readdir(dataDir)).not.toContain('cluster');
});

test('a data folder of another user is not opened, and the message says who may', async () => {
  const binaries = await programs('touch PG_VERSION');
  const { folder } = await openCluster(dataDir, binaries, false);
  const uid = (await stat(folder)).uid + 1;
  await expect(openCluster(dataDir, { ...binaries, identity: { uid, gid: uid } }, false)).rejects.toThrow(
    `chown -R ${uid} ${folder}`,
  );
});
