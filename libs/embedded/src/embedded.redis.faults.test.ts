import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ChildStartError } from './child.process.js';
import { startEmbeddedRedis } from './embedded.redis.js';
import type * as ports from './free.port.js';

/** Ports that another program takes just after they were found free. */
const stolen = vi.hoisted(() => ({ ports: [] as number[] }));
vi.mock('./free.port.js', async (load) => {
  const real = await load<typeof ports>();
  return {
    ...real,
    findFreePort: async (preferred?: number) => stolen.ports.shift() ?? real.findFreePort(preferred),
  };
});

/** Shared by the test runs of this checkout, so that packages are fetched once. */
const cacheDir = fileURLToPath(new URL('../../../.cache/debian', import.meta.url));
let parent: string;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'visage redis-'));
});
afterAll(() => rm(parent, { recursive: true, force: true }));

async function withRedis<T>(url: string, use: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url, { maxRetriesPerRequest: 0, retryStrategy: () => null, lazyConnect: true });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    client.disconnect();
  }
}

function sayTo(port: number, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${command}\r\n`));
    socket.once('error', reject);
    socket.once('data', (chunk) => {
      resolve(chunk.toString());
      socket.destroy();
    });
  });
}

describe('embedded Redis', () => {
  test('what was queued survives a SIGKILL of the server', async () => {
    const dataDir = join(parent, 'killed');
    const first = await startEmbeddedRedis({ dataDir, cacheDir });
    await withRedis(first.url, (client) => client.set('job', 'photo 1'));
    await new Promise((resolve) => setTimeout(resolve, 1_200)); // appendfsync everysec
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    const second = await startEmbeddedRedis({ dataDir, cacheDir });
    try {
      expect(second.port).toBe(first.port);
      expect(await withRedis(second.url, (client) => client.get('job'))).toBe('photo 1');
    } finally {
      await second.stop();
    }
  });

  test('a server left behind by a killed process is stopped before the next one starts', async () => {
    const dataDir = join(parent, 'left');
    const orphan = await startEmbeddedRedis({ dataDir, cacheDir });
    await withRedis(orphan.url, (client) => client.set('job', 'photo 2'));
    const server = await startEmbeddedRedis({ dataDir, cacheDir });
    try {
      expect(await orphan.exited).toEqual({ code: 0, signal: null });
      expect(await withRedis(server.url, (client) => client.get('job'))).toBe('photo 2');
    } finally {
      await server.stop();
    }
  });

  test('it never evicts jobs, asks for a password, and keeps it private', async () => {
    const dataDir = join(parent, 'settings');
    const server = await startEmbeddedRedis({ dataDir, cacheDir });
    try {
      const policy = await withRedis(server.url, (client) => client.config('GET', 'maxmemory-policy'));
      expect(policy).toEqual(['maxmemory-policy', 'noeviction']);
      expect(await sayTo(server.port, 'GET job')).toMatch(/^-NOAUTH/);
      expect((await stat(join(dataDir, 'redis.conf'))).mode & 0o777).toBe(0o600);
      stolen.ports = [server.port, server.port];
      const other = await startEmbeddedRedis({ dataDir: join(parent, 'robbed'), cacheDir });
      expect([stolen.ports, other.port === server.port]).toEqual([[], false]);
      expect(await readFile(join(parent, 'robbed', 'port'), 'utf8')).toBe(`${other.port}\n`);
      await other.stop();
      expect(() => process.kill(other.pid, 0)).toThrow(/ESRCH/);
      stolen.ports = Array<number>(6).fill(server.port);
      await expect(startEmbeddedRedis({ dataDir: join(parent, 'robbed'), cacheDir })).rejects.toBeInstanceOf(
        ChildStartError,
      );
      expect(stolen.ports).toHaveLength(1); // it does not try for ever
    } finally {
      stolen.ports = [];
      await server.stop();
    }
  });

  test('a Redis that cannot read its data is reported at once', async () => {
    const dataDir = join(parent, 'broken');
    await mkdir(dataDir);
    await writeFile(join(dataDir, 'appendonlydir'), 'a file where the folder should be');
    const failure = await startEmbeddedRedis({ dataDir, cacheDir }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ChildStartError);
    expect(String(failure)).toMatch(/Redis ended at once[^]*appendonlydir/);
  });
});
