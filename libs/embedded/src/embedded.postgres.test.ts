import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { joinEmbeddedPostgres, startEmbeddedPostgres } from './embedded.postgres.js';

let parent: string;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'visage-postgres-')); // mode 0700: user nobody has no access
});
afterAll(() => rm(parent, { recursive: true, force: true }));

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function occupy(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

describe('embedded Postgres', () => {
  test('data written before a stop is there after the next start, on the same port', async () => {
    const dataDir = join(parent, 'kept');
    const first = await startEmbeddedPostgres({ dataDir, durable: false });
    await ask(first.url, 'create table guest as select 7 as id');
    await first.stop();
    expect(await first.exited).toEqual({ code: 0, signal: null });
    const second = await startEmbeddedPostgres({ dataDir, durable: false });
    try {
      expect(second.port).toBe(first.port);
      expect(await ask(second.url, 'select id from guest')).toEqual([{ id: 7 }]);
    } finally {
      await second.stop();
    }
  });

  test('nobody gets in without the password, and the password file is private', async () => {
    const dataDir = join(parent, 'private');
    const server = await startEmbeddedPostgres({ dataDir, durable: false });
    try {
      const wrong = new URL(server.url);
      wrong.password = 'wrong';
      await expect(ask(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/);
      expect((await stat(join(dataDir, 'password'))).mode & 0o777).toBe(0o600);
      expect(await ask(server.url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    } finally {
      await server.stop();
    }
  });

  test('a start after SIGKILL of its parent stops the orphan and finds the committed rows', async () => {
    const dataDir = join(parent, 'crashed');
    const module = fileURLToPath(new URL('../dist/embedded.postgres.js', import.meta.url));
    const script = `
      const { startEmbeddedPostgres } = await import(${JSON.stringify(module)});
      const pg = (await import('pg')).default;
      const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} });
      const client = new pg.Client({ connectionString: server.url });
      await client.connect();
      await client.query('create table photo as select 1 as id');
      console.log(server.pid);
      process.kill(process.pid, 'SIGKILL');`;
    const orphan = await new Promise<number>((resolve, reject) => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        cwd: fileURLToPath(new URL('..', import.meta.url)),
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.on('close', (code, signal) =>
        signal === 'SIGKILL' ? resolve(Number(output)) : reject(new Error(`ended with ${code}: ${output}`)),
      );
    });
    expect(isAlive(orphan)).toBe(true);
    expect(await joinEmbeddedPostgres(dataDir)).toMatch(/^postgresql:/);
    const server = await startEmbeddedPostgres({ dataDir });
    try {
      expect(server.pid).not.toBe(orphan);
      expect(await ask(server.url, 'select id from photo')).toEqual([{ id: 1 }]);
    } finally {
      await server.stop();
    }
    expect(await joinEmbeddedPostgres(dataDir)).toBeUndefined();
  });

  test('it starts on another port if its own has been taken', async () => {
    const dataDir = join(parent, 'port taken');
    const first = await startEmbeddedPostgres({ dataDir, durable: false });
    await first.stop();
    const thief = await occupy(first.port);
    try {
      const second = await startEmbeddedPostgres({ dataDir, durable: false });
      expect(second.port).not.toBe(first.port);
      await second.stop();
    } finally {
      thief.close();
    }
  });

  test('a first start that was interrupted half-way is started over', async () => {
    const dataDir = join(parent, 'interrupted');
    await mkdir(join(dataDir, 'init', 'cluster', 'base'), { recursive: true });
    const server = await startEmbeddedPostgres({ dataDir, durable: false });
    expect(await ask(server.url, 'select current_database() as name')).toEqual([{ name: 'visage' }]);
    await server.stop();
  });
});
