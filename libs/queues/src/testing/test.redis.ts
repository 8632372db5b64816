/** @module A real Redis for the tests of this library. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedRedis } from '@visage/embedded/embedded.redis';
import { inject } from 'vitest';
import type { JobLog } from '../job.log.js';
import { connectProducer } from '../redis.connection.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** How long to wait for what may never come; shorter where faults are tried out, for then most of it never does. */
    patienceMs?: number;
  }
}

const cacheDir = fileURLToPath(new URL('../../../../.cache/embedded', import.meta.url));

export interface TestRedis {
  url: string;
  /** Forgets every queue. */
  empty(): Promise<void>;
  stop(): Promise<void>;
}

export async function startTestRedis(): Promise<TestRedis> {
  const dataDir = await mkdtemp(join(tmpdir(), 'visage-queues-'));
  const redis = await startEmbeddedRedis({ dataDir, cacheDir });
  return {
    url: redis.url,
    empty: async () => {
      const client = connectProducer(redis.url);
      await client.flushall();
      client.disconnect();
    },
    stop: async () => {
      await redis.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Keeps what was logged, as JSON lines. */
export function keepLog(): JobLog & { lines: string[] } {
  const lines: string[] = [];
  const keep = (fields: object, message: string): void =>
    void lines.push(JSON.stringify({ ...fields, message }));
  return { lines, debug: keep, info: keep, warn: keep, error: keep };
}

export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + (inject('patienceMs') ?? 60_000);
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
