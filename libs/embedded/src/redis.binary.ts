/** @module Where a Redis server program is: on PATH, else unpacked from Debian's packages. */

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { DebianPackageError, unpackDebianPackages } from './debian.package.js';

export interface RedisBinary {
  command: string;
  /** Complete environment; undefined = inherited. */
  env?: Record<string, string>;
  /** For people: `redis-server 7.0.15`. */
  version: string;
}

/** No usable Redis server; the message says how to get one. */
export class RedisMissingError extends Error {
  override readonly name = 'RedisMissingError';
}

const PROGRAMS = ['redis-server', 'valkey-server'];
/** Oldest version with the commands BullMQ relies on (https://docs.bullmq.io, "Redis compatibility"). */
const OLDEST: readonly [number, number] = [6, 2];

export interface RedisSearch {
  /** Folder that survives between runs, for unpacked packages. */
  cacheDir: string;
  /** False never fetches: only what is on PATH counts. Default true. */
  fetch?: boolean;
  onProgress?: (message: string) => void;
}

/**
 * Finds `redis-server` or `valkey-server` (6.2 or newer) on PATH, else unpacks Debian's into `cacheDir` (nothing is
 * installed, no root needed).
 * @throws RedisMissingError
 */
export async function locateRedis(search: RedisSearch): Promise<RedisBinary> {
  for (const program of PROGRAMS) {
    const version = await versionOf(program);
    if (version !== undefined) return { command: program, version: `${program} ${version}` };
  }
  const hint =
    'install Redis 6.2 or newer (Debian: apt-get install redis-server, macOS: brew install redis) or set REDIS_URL';
  if (search.fetch === false)
    throw new RedisMissingError(`no redis-server or valkey-server on PATH: ${hint}`);
  try {
    return await fromDebian(search);
  } catch (error) {
    if (!(error instanceof DebianPackageError)) throw error;
    throw new RedisMissingError(`no Redis server: ${error.message}; ${hint}`, { cause: error });
  }
}

async function fromDebian(search: RedisSearch): Promise<RedisBinary> {
  const { root, env } = await unpackDebianPackages({
    packages: ['redis-server', 'redis-tools'],
    cacheDir: search.cacheDir,
    label: 'redis',
    // its service scripts need these, the server does not
    leaveOut: (name) => ['adduser', 'passwd', 'lsb-base', 'sysvinit-utils', 'procps'].includes(name),
    ...(search.onProgress ? { onProgress: search.onProgress } : {}),
  });
  const command = join(root, 'usr', 'bin', 'redis-server');
  const version = await versionOf(command, env);
  if (version === undefined)
    throw new RedisMissingError(`the Redis unpacked in ${root} does not run: set REDIS_URL`);
  return { command, env, version: `redis-server ${version}` };
}

/** The version, if the program runs and is new enough. */
function versionOf(command: string, env?: Record<string, string>): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(command, ['--version'], { timeout: 10_000, ...(env ? { env } : {}) }, (error, stdout) => {
      const match = /v=(\d+)\.(\d+)([\w.]*)/.exec(stdout);
      if (error || !match) return resolve(undefined);
      const [major, minor] = [Number(match[1]), Number(match[2])];
      const enough = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
      resolve(enough ? `${major}.${minor}${match[3] ?? ''}` : undefined);
    });
  });
}
