/** @module The data folder of an embedded Postgres: created once by initdb, with its own password. */

import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PostgresBinaries } from './postgres.binary.js';
import { readOrCreateSecret } from './secret.file.js';

export const POSTGRES_USER = 'visage';

export interface PostgresCluster {
  /** PGDATA; owned by the user Postgres runs as. */
  folder: string;
  password: string;
}

/**
 * How Postgres is told its data folder. On Linux it starts inside the folder and knows it as `/proc/self/cwd`, so it
 * needs no access to the parent folders, which user nobody lacks when the data is below /root.
 */
export function dataArgument(folder: string): string {
  return process.platform === 'linux' ? '/proc/self/cwd' : folder;
}

/**
 * Opens the cluster in `dataDir/cluster`, creating it on first use (about a second). An initdb that was interrupted
 * leaves only `dataDir/init`, which the next call removes.
 * @param durable false skips the final sync: for tests.
 */
export async function openCluster(
  dataDir: string,
  binaries: PostgresBinaries,
  durable: boolean,
): Promise<PostgresCluster> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const password = await readOrCreateSecret(join(dataDir, 'password'));
  const folder = join(dataDir, 'cluster');
  if (!(await stat(join(folder, 'PG_VERSION')).catch(() => undefined))) {
    await initialise(dataDir, folder, binaries, password, durable);
  }
  if (binaries.identity && (await stat(folder)).uid !== binaries.identity.uid) {
    throw new Error(
      `${folder} belongs to another user: run as that user, or: chown -R ${binaries.identity.uid} ${folder}`,
    );
  }
  return { folder, password };
}

async function initialise(
  dataDir: string,
  folder: string,
  binaries: PostgresBinaries,
  password: string,
  durable: boolean,
): Promise<void> {
  const work = join(dataDir, 'init');
  const cluster = join(work, 'cluster');
  const passwordFile = join(work, 'password');
  await rm(work, { recursive: true, force: true });
  await mkdir(cluster, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (binaries.identity) {
    const { uid, gid } = binaries.identity;
    for (const path of [work, cluster, passwordFile]) await chown(path, uid, gid);
  }
  await chmod(work, 0o700);
  const args = [
    '-D',
    dataArgument(cluster),
    '-U',
    POSTGRES_USER,
    '-A',
    'scram-sha-256',
    '--pwfile=../password',
  ];
  await run(binaries, [...args, '-E', 'UTF8', '--locale=C', ...(durable ? [] : ['--no-sync'])], cluster);
  await rm(folder, { recursive: true, force: true });
  await rename(cluster, folder);
  await rm(work, { recursive: true, force: true });
}

function run(binaries: PostgresBinaries, args: string[], cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(
      binaries.initdb,
      args,
      { cwd, env: binaries.env, ...binaries.identity },
      (error, stdout, stderr) => {
        if (!error) return resolve();
        const detail = (stderr.trim() || stdout.trim() || error.message).split('\n').slice(-5).join('\n');
        reject(new Error(`Postgres could not make its data folder (is the disk full?):\n${detail}`));
      },
    );
  });
}
