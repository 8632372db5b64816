/** @module The servers behind the apps: PostgreSQL and Redis, embedded or named in the environment. */

import { connect } from 'node:net';
import { locatePostgres } from '@visage/embedded/postgres.binary';
import { locateRedis } from '@visage/embedded/redis.binary';
import type { Environment } from '../env.js';
import { missing, ok, reasonOf, type Check } from './doctor.check.js';
import { programCache } from '../repository.folder.js';

export function postgresCheck(environment: Environment): Check {
  return {
    title: 'PostgreSQL',
    async run() {
      if (environment.DATABASE_URL !== undefined)
        return checkReachable(environment.DATABASE_URL, 5432, 'DATABASE_URL');
      try {
        const { postgres } = await locatePostgres();
        return ok(`embedded (${postgres})`);
      } catch (error) {
        return missing(reasonOf(error), 'set DATABASE_URL to a PostgreSQL 15 or newer');
      }
    },
  };
}

export function redisCheck(environment: Environment): Check {
  return {
    title: 'Redis',
    async run() {
      if (environment.REDIS_URL !== undefined)
        return checkReachable(environment.REDIS_URL, 6379, 'REDIS_URL');
      try {
        return ok((await locateRedis({ cacheDir: programCache, fetch: false })).version);
      } catch {
        return fetchable();
      }
    },
  };
}

/** Nothing on PATH: try Debian's package, as `visage up` would. */
async function fetchable(): ReturnType<Check['run']> {
  const remedy = 'install Redis 6.2 or newer (Debian: apt-get install redis-server) or set REDIS_URL';
  try {
    return ok(`${(await locateRedis({ cacheDir: programCache })).version}, unpacked in ${programCache}`);
  } catch (error) {
    return missing(reasonOf(error), remedy);
  }
}

/** The address is never shown, because it contains a password. */
function checkReachable(url: string, defaultPort: number, variable: string): ReturnType<Check['run']> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port || defaultPort),
      timeout: 5_000,
    });
    const end = (result: Awaited<ReturnType<Check['run']>>): void => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => end(ok(`${variable} answers`)));
    socket.once('timeout', () =>
      end(
        missing(`${variable} does not answer`, `check ${variable}, or unset it to use the embedded server`),
      ),
    );
    socket.once('error', (error) =>
      end(
        missing(
          `${variable}: ${reasonOf(error)}`,
          `check ${variable}, or unset it to use the embedded server`,
        ),
      ),
    );
  });
}
