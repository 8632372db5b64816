/**
 * @module A built gateway (`tsc -b`) as a process of its own, on a Postgres, a Redis and a storage folder that end with it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { hashPassword } from '@visage/crypto/password.hash';
import { createDatabase, type Database } from '@visage/database/client/database.client';
import { applyMigrations } from '@visage/database/migration/migration.runner';
import { PrivacySetupRepository } from '@visage/database/privacy/privacy-setup.repository';
import { UserRepository } from '@visage/database/user/user.repository';
import { startEmbeddedPostgres } from '@visage/embedded/embedded.postgres';
import { startEmbeddedRedis } from '@visage/embedded/embedded.redis';
import type { EventKeys } from '@visage/host/keys/event.keys';
import { openKeys } from '@visage/host/keys/key.custody';
import { REPOSITORY } from './data.folder.js';
import { processSeconds } from './process.seconds.js';

export interface GatewayProcess {
  origin: string;
  /** `Bearer …` of an organizer. */
  authorization: string;
  database: Database;
  storageDir: string;
  redisUrl: string;
  keys: EventKeys;
  /** @throws Error with the answer when it is no success. */
  post<T>(address: string, body: object): Promise<T>;
  /** Another app of the platform on the same Postgres, Redis and storage; ends with the gateway. */
  start(app: string): void;
  /** Bytes of memory that the process has now. */
  rss(): Promise<number>;
  /** Statements that Postgres is sent while `work` is done, by whomever. */
  statements(work: () => Promise<unknown>): Promise<number>;
  /** Processor time it has used, in seconds. */
  seconds(): number;
  stop(): Promise<void>;
}

const EMAIL = 'organizer@example.org';
const PASSWORD = 'a long enough password';

export async function startGatewayProcess(): Promise<GatewayProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'visage-benchmark-'));
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), durable: false });
  const redis = await startEmbeddedRedis({
    dataDir: join(folder, 'redis'),
    cacheDir: join(REPOSITORY, '.cache/debian'),
  });
  await applyMigrations(postgres.url, join(REPOSITORY, 'prisma/migrations'));
  const database = createDatabase(postgres.url, { connections: 2 });
  const passwordHash = await hashPassword(PASSWORD);
  await new UserRepository(database).create({ email: EMAIL, name: EMAIL, role: 'organizer', passwordHash });
  await new PrivacySetupRepository(database).nameController({ name: 'Benchmark', contact: EMAIL });
  const storageDir = join(folder, 'storage');
  const port = await freePort();
  const masterKeyFile = join(folder, 'master.key');
  const env = {
    ...process.env,
    MALLOC_ARENA_MAX: '2', // as `visage up` and the Dockerfile have it
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    STORAGE_DIR: storageDir,
    S3_REGION: '',
    MASTER_KEY_FILE: masterKeyFile,
    KEY_STORE: join(folder, 'keys'),
    MODELS_DIR: join(REPOSITORY, 'models'),
    MODEL_CACHE_DIR: join(REPOSITORY, '.cache/models'),
    WEB_DIR: join(REPOSITORY, 'apps/web/dist'),
    LOG_LEVEL: 'fatal',
    PORT: String(port),
    SESSION_MINUTES: '1440', // one token for the whole run
  };
  const run = (app: string): ChildProcess =>
    spawn(process.execPath, [join(REPOSITORY, `apps/${app}/dist/main.js`)], {
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  const child = run('gateway');
  const children = [child];
  const origin = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    await Promise.all(children.map(endChild));
    await database.close();
    await redis.stop();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const token = await signIn(origin).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const authorization = `Bearer ${token}`;
  const { events: keys } = await openKeys(env, database, console);
  return {
    origin,
    authorization,
    post: (address, body) => postJson(origin + address, authorization, body),
    database,
    storageDir,
    redisUrl: redis.url,
    keys,
    start: (app) => void children.push(run(app)),
    async rss() {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
    },
    async statements(work) {
      const written = async (): Promise<string> => readFile(postgres.logFile, 'utf8');
      await setLogged(database, 'all');
      const before = (await written()).length;
      await work();
      const lines = (await written()).slice(before);
      await setLogged(database, 'none');
      return lines.match(/LOG: {2}(execute|statement)/g)?.length ?? 0;
    },
    seconds: () => processSeconds(child.pid ?? NaN),
    stop,
  };
}

/** Servers read their settings anew between two statements, which each of them comes to within a moment. */
async function setLogged({ prisma }: Database, statements: 'all' | 'none'): Promise<void> {
  await prisma.$executeRawUnsafe(`alter system set log_statement = '${statements}'`);
  await prisma.$executeRaw`select pg_reload_conf()`;
  await wait(300);
}

async function postJson<T>(url: string, authorization: string, body: object): Promise<T> {
  const headers = { authorization, 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

async function endChild(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  if (child.exitCode === null && child.kill()) await ended;
}

async function signIn(origin: string): Promise<string> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const response = await fetch(`${origin}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
    }).catch(() => undefined);
    if (response?.ok) return ((await response.json()) as { token: string }).token;
    if (response) throw new Error(`sign-in: ${response.status} ${await response.text()}`);
    await wait(200);
  }
  throw new Error('the gateway did not start within a minute');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no free port')),
      );
    });
  });
}
