/** @module A real PostgreSQL as our own child process, on 127.0.0.1 and its own port, with its data in one folder. */

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { ChildStartError, startChild, type ChildExit, type RunningChild } from './child.process.js';
import { findFreePort } from './free.port.js';
import { findLeftovers, stopLeftovers, type LeftoverQuery } from './leftover.process.js';
import { locatePostgres, type PostgresBinaries } from './postgres.binary.js';
import { dataArgument, openCluster, POSTGRES_USER, type PostgresCluster } from './postgres.cluster.js';
import { readIfPresent, readRememberedPort, writePrivateFile } from './secret.file.js';

export interface EmbeddedPostgresOptions {
  /** Folder for this server alone: cluster, password, port, log. Created if missing. */
  dataDir: string;
  /** Name of the database that `url` points to; created if missing. Default `visage`. */
  database?: string;
  /** False trades safety against power loss for speed: for tests. Default true. */
  durable?: boolean;
  onProgress?: (message: string) => void;
}

export interface EmbeddedPostgres {
  /** `postgresql://user:password@127.0.0.1:port/database` */
  url: string;
  port: number;
  pid: number;
  logFile: string;
  /** Settles when the server has exited, whether or not it was asked to. */
  exited: Promise<ChildExit>;
  /** Ends connections, writes a checkpoint, waits for the exit. */
  stop(): Promise<void>;
}

/** Sized for a small machine: about 100 MB in all. Parallel queries would need /dev/shm, which containers keep tiny. */
const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '96MB',
  effective_cache_size: '512MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '512MB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};
const NOT_DURABLE: Record<string, string> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
};

const READY_TIMEOUT_MS = 60_000; // crash recovery replays at most max_wal_size
const START_ATTEMPTS = 5;

/**
 * Starts PostgreSQL on `dataDir`. A server left on that folder by a killed process is stopped first, so the caller
 * must make sure that no live process uses it (see `joinEmbeddedPostgres`).
 * @throws PostgresMissingError when this platform has no programs; ChildStartError with the end of the log.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, database = 'visage', durable = true } = options;
  const binaries = await locatePostgres(options.onProgress);
  const cluster = await openCluster(dataDir, binaries, durable);
  await clearLeftovers(dataDir);
  const { child, port, logFile } = await startOnFreePort(dataDir, cluster, binaries, durable);
  try {
    await createDatabase(urlOf(cluster.password, port, 'postgres'), database);
  } catch (error) {
    await child.stop();
    throw error;
  }
  const url = urlOf(cluster.password, port, database);
  return { url, port, pid: child.pid, logFile, exited: child.exited, stop: () => child.stop() };
}

/** The url of the server that is running on `dataDir`, or undefined if there is none. */
export async function joinEmbeddedPostgres(
  dataDir: string,
  database = 'visage',
): Promise<string | undefined> {
  if ((await findLeftovers(leftoverQuery(dataDir))).length === 0) return undefined;
  const port = await readRememberedPort(join(dataDir, 'port'));
  const password = (await readIfPresent(join(dataDir, 'password')))?.trim();
  if (port === undefined || password === undefined) return undefined;
  const url = urlOf(password, port, database);
  return (await answers(url).catch(() => false)) ? url : undefined;
}

function leftoverQuery(dataDir: string): LeftoverQuery {
  const folder = join(dataDir, 'cluster');
  return { folder, programs: ['postgres'], pidFile: join(folder, 'postmaster.pid') };
}

/** Also removes a pid file that names no Postgres of this folder: its pid may by now belong to another program. */
async function clearLeftovers(dataDir: string): Promise<void> {
  const query = leftoverQuery(dataDir);
  await stopLeftovers(query, 'SIGINT', 15_000);
  if (process.platform === 'linux') await rm(query.pidFile, { force: true });
}

async function startOnFreePort(
  dataDir: string,
  cluster: PostgresCluster,
  binaries: PostgresBinaries,
  durable: boolean,
): Promise<{ child: RunningChild; port: number; logFile: string }> {
  const portFile = join(dataDir, 'port');
  const logFile = join(dataDir, 'postgres.log');
  let preferred = await readRememberedPort(portFile);
  for (let attempt = 1; ; attempt += 1) {
    const port = await findFreePort(preferred);
    const url = urlOf(cluster.password, port, 'postgres');
    try {
      const child = await startChild({
        label: 'Postgres',
        command: binaries.postgres,
        args: ['-D', dataArgument(cluster.folder), '-p', String(port), ...settingArgs(durable)],
        cwd: cluster.folder,
        env: binaries.env,
        ...(binaries.identity ? { identity: binaries.identity } : {}),
        logFile,
        isReady: () => answers(url),
        readyTimeoutMs: READY_TIMEOUT_MS,
        // fast shutdown, then immediate: see "Shutting Down the Server" of the PostgreSQL manual
        stopWith: [
          { signal: 'SIGINT', waitMs: 15_000 },
          { signal: 'SIGQUIT', waitMs: 5_000 },
        ],
      });
      await writePrivateFile(portFile, `${port}\n`);
      return { child, port, logFile };
    } catch (error) {
      if (!(error instanceof ChildStartError) || attempt >= START_ATTEMPTS || !isTransient(error.logTail))
        throw error;
      preferred = undefined;
      await sleep(200);
    }
  }
}

/** Another program has taken the port, or processes of a killed server are still exiting. */
function isTransient(logTail: string): boolean {
  return /could not bind|shared memory block .* is still in use|lock file .* already exists/.test(logTail);
}

function settingArgs(durable: boolean): string[] {
  const settings = durable ? SETTINGS : { ...SETTINGS, ...NOT_DURABLE };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function urlOf(password: string, port: number, database: string): string {
  return `postgresql://${POSTGRES_USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

async function answers(url: string): Promise<boolean> {
  return withClient(url, async (client) => (await client.query('select 1')).rowCount === 1);
}

async function createDatabase(adminUrl: string, name: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`);
  });
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined); // a server that exits while we ask is an answer, not a crash
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
