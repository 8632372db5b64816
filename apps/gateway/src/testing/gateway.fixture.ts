/** @module A gateway on real Postgres and Redis and a disk storage, with an organizer, for tests. */
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { UserRole } from '@visage/contracts/session.contract';
import { hashPassword } from '@visage/crypto/password.hash';
import { createDatabase, type Database } from '@visage/database/database.client';
import { openTestDatabase } from '@visage/database/testing/test.database';
import { UserRepository } from '@visage/database/user.repository';
import { startEmbeddedRedis } from '@visage/embedded/embedded.redis';
import { readEnv, type GatewayEnv } from '../env.js';
import { createGateway } from '../gateway.js';

const repository = join(import.meta.dirname, '../../../..');

export const PASSWORD = 'a long enough password';

export interface GatewayFixture {
  app: NestExpressApplication;
  env: GatewayEnv;
  database: Database;
  /** `http://127.0.0.1:port/api` */
  api: string;
  origin: string;
  addUser(email: string, role: UserRole): Promise<string>;
  signIn(email: string, password?: string): Promise<Session>;
  stop(): Promise<void>;
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
  const env = readEnv({
    DATABASE_URL: copy.url,
    REDIS_URL: redis.url,
    STORAGE_DIR: join(folder, 'storage'),
    MASTER_KEY_FILE: join(folder, 'master.key'),
    MODELS_DIR: join(repository, 'models'),
    LOG_LEVEL: 'fatal',
    PORT: '0',
    ...settings,
  });
  const app = await createGateway(env);
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
