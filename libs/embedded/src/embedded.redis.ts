/**
 * @module A real Redis as our own child process, on 127.0.0.1 and its own port, with its append-only file in one
 * folder.
 */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { ChildStartError, startChild, type ChildExit, type RunningChild } from './child.process.js';
import { findFreePort } from './free.port.js';
import { stopLeftovers } from './leftover.process.js';
import { locateRedis, type RedisBinary } from './redis.binary.js';
import { readOrCreateSecret, readRememberedPort, writePrivateFile } from './secret.file.js';

export interface EmbeddedRedisOptions {
  /** Folder for this server alone: append-only file, password, port, log. Created if missing. */
  dataDir: string;
  /** Folder that survives between runs, for Redis programs that had to be fetched. */
  cacheDir: string;
  onProgress?: (message: string) => void;
}

export interface EmbeddedRedis {
  /** `redis://:password@127.0.0.1:port/0` */
  url: string;
  port: number;
  pid: number;
  logFile: string;
  /** Settles when the server has exited, whether or not it was asked to. */
  exited: Promise<ChildExit>;
  /** Flushes the append-only file and waits for the exit. */
  stop(): Promise<void>;
}

const READY_TIMEOUT_MS = 60_000; // loading the append-only file of a large queue
const START_ATTEMPTS = 5;

/**
 * Starts Redis on `dataDir`. A server left on that folder by a killed process is stopped first.
 * @throws RedisMissingError when no Redis is available; ChildStartError with the end of the log.
 */
export async function startEmbeddedRedis(options: EmbeddedRedisOptions): Promise<EmbeddedRedis> {
  const { dataDir } = options;
  const binary = await locateRedis(options);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const password = await readOrCreateSecret(join(dataDir, 'password'));
  await stopLeftovers(
    { folder: dataDir, programs: ['redis-server', 'valkey-server'], pidFile: join(dataDir, 'redis.pid') },
    'SIGTERM',
    10_000,
  );
  const { child, port, logFile } = await startOnFreePort(dataDir, binary, password);
  const url = `redis://:${encodeURIComponent(password)}@127.0.0.1:${port}/0`;
  return { url, port, pid: child.pid, logFile, exited: child.exited, stop: () => child.stop() };
}

async function startOnFreePort(
  dataDir: string,
  binary: RedisBinary,
  password: string,
): Promise<{ child: RunningChild; port: number; logFile: string }> {
  const portFile = join(dataDir, 'port');
  const configFile = join(dataDir, 'redis.conf');
  const logFile = join(dataDir, 'redis.log');
  let preferred = await readRememberedPort(portFile);
  for (let attempt = 1; ; attempt += 1) {
    const port = await findFreePort(preferred);
    await writePrivateFile(configFile, configuration(port, password));
    try {
      const child = await startChild({
        label: 'Redis',
        command: binary.command,
        args: [configFile],
        cwd: dataDir,
        ...(binary.env ? { env: { ...binary.env, LC_ALL: 'C' } } : { inheritEnv: true }),
        logFile,
        isReady: () => answers(port, password),
        readyTimeoutMs: READY_TIMEOUT_MS,
        stopWith: [{ signal: 'SIGTERM', waitMs: 10_000 }],
      });
      await writePrivateFile(portFile, `${port}\n`);
      return { child, port, logFile };
    } catch (error) {
      const portTaken = error instanceof ChildStartError && /Address already in use/i.test(error.logTail);
      if (!portTaken || attempt >= START_ATTEMPTS) throw error;
      preferred = undefined;
    }
  }
}

/** Paths are relative to the working folder, so that spaces and quotes in its name need no escaping. */
function configuration(port: number, password: string): string {
  return [
    'bind 127.0.0.1',
    `port ${port}`,
    'protected-mode yes',
    `requirepass ${password}`,
    'daemonize no',
    'supervised no',
    'pidfile redis.pid',
    'dir .',
    // jobs must survive a crash: at most one second of them is lost, and the reconciler restores those
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    // a queue whose keys are evicted loses jobs silently
    'maxmemory-policy noeviction',
    '',
  ].join('\n');
}

async function answers(port: number, password: string): Promise<boolean> {
  const client = new Redis({
    host: '127.0.0.1',
    port,
    password,
    lazyConnect: true,
    connectTimeout: 2_000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    enableReadyCheck: true,
  });
  client.on('error', () => undefined); // reported through the rejected command
  try {
    await client.connect();
    return (await client.ping()) === 'PONG';
  } finally {
    client.disconnect();
  }
}
