/** @module A gateway on real Postgres and Redis and a disk storage, with an organizer, for tests. */
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { UserRole } from '@visage/contracts/session.contract';
import { hashPassword } from '@visage/crypto/password.hash';
import { createDatabase, type Database } from '@visage/database/client/database.client';
import { openTestDatabase } from '@visage/database/testing/test.database';
import { PrivacySetupRepository } from '@visage/database/privacy/privacy-setup.repository';
import { UserRepository } from '@visage/database/user/user.repository';
import { startEmbeddedRedis } from '@visage/embedded/embedded.redis';
import type { Clock } from '@visage/host/clock';
import { REDIS } from '@visage/host/host.token';
import { TestClock } from '@visage/host/testing/test.clock';
import type { Redis } from 'ioredis';
import { readEnv, type GatewayEnv } from '../env.js';
import { createGateway } from '../gateway.js';

const repository = join(import.meta.dirname, '../../../..');

export const PASSWORD = 'a long enough password';

/** Who is named as responsible. */
export const CONTROLLER = { name: 'Ada’s Weddings', contact: 'privacy@example.org' };

export interface GatewayFixture {
  app: NestExpressApplication;
  env: GatewayEnv;
  database: Database;
  /** `http://127.0.0.1:port/api` */
  api: string;
  origin: string;
  /** What time it is for the gateway, and for the limits that its Redis counts. */
  clock: GatewayClock;
  addUser(email: string, role: UserRole): Promise<string>;
  signIn(email: string, password?: string): Promise<Session>;
  stop(): Promise<void>;
}

export interface GatewayClock extends Clock {
  /** Later by so much. */
  advance(ms: number): Promise<void>;
  /** Stands still at this moment from now on, however long the test takes. */
  set(moment: Date): Promise<void>;
}

/** Requests with a bearer token. */
export interface Session {
  token: string;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  post(path: string, body: unknown): Promise<Response>;
}

export async function startGateway(settings: Record<string, string> = {}): Promise<GatewayFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'visage-gateway-'));
  const copy = await openTestDatabase();
  const redis = await startEmbeddedRedis({
    dataDir: join(folder, 'redis'),
    cacheDir: join(repository, '.cache/debian'),
  });
  const database = createDatabase(copy.url, { connections: 2 });
  const users = new UserRepository(database);
  const passwordHash = await hashPassword(PASSWORD);
  await new PrivacySetupRepository(database).nameController(CONTROLLER);
  const env = readEnv({
    DATABASE_URL: copy.url,
    REDIS_URL: redis.url,
    STORAGE_DIR: join(folder, 'storage'),
    MASTER_KEY_FILE: join(folder, 'master.key'),
    KEY_STORE: join(folder, 'keys'),
    MODELS_DIR: join(repository, 'models'),
    LOG_LEVEL: 'fatal',
    PORT: '0',
    ...settings,
  });
  const time = new TestClock();
  const app = await createGateway(env, { clock: time });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const api = `${origin}/api`;
  return {
    app,
    env,
    database,
    api,
    origin,
    clock: clockOf(time, app.get<Redis>(REDIS, { strict: false })),
    async addUser(email, role) {
      return (await users.create({ email, name: email, role, passwordHash })).id;
    },
    async signIn(email, password = PASSWORD) {
      const response = await postJson(`${api}/session`, { email, password });
      if (!response.ok) throw new Error(`sign-in: ${response.status} ${await response.text()}`);
      return sessionOf(api, ((await response.json()) as { token: string }).token);
    },
    async stop() {
      if (app.getHttpServer().listening) await app.close();
      await database.close();
      await redis.stop();
      await copy.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function postJson(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** Redis has a clock of its own, so what it counts is brought nearer to its end by as much as time goes on. */
function clockOf(time: TestClock, redis: Redis): GatewayClock {
  const pass = async (ms: number): Promise<void> => {
    for (const key of await redis.keys('visage:limit:*')) {
      const left = await redis.pttl(key);
      if (left > ms) await redis.pexpire(key, left - ms);
      else if (left >= 0) await redis.del(key);
    }
  };
  return {
    now: () => time.now(),
    advance: async (ms) => {
      time.advance(ms);
      await pass(ms);
    },
    set: async (moment) => {
      const ms = moment.getTime() - time.now().getTime();
      time.set(moment);
      await pass(ms);
    },
  };
}

function sessionOf(api: string, token: string): Session {
  const authorization = `Bearer ${token}`;
  return {
    token,
    fetch(path, init = {}) {
      const headers = new Headers(init.headers);
      headers.set('authorization', authorization);
      return fetch(api + path, { ...init, headers });
    },
    post: (path, body) => postJson(api + path, body, { authorization }),
  };
}
