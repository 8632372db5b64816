import { randomUUID } from 'node:crypto';
import { PhotoError, type PhotoErrorValue } from '@visage/contracts/photo-error.contract';
import { Queue } from 'bullmq';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createJobEnqueue, type JobEnqueue } from './job.enqueue.js';
import { startJobWorker, type JobWorker, type JobWorkerOptions } from './job.worker.js';
import { createQueueHealth } from './queue.health.js';
import { QUEUE_PREFIX } from './queue.settings.js';
import { connectProducer } from './redis.connection.js';
import { keepLog, startTestRedis, until } from './testing/test.redis.js';

let redis: Awaited<ReturnType<typeof startTestRedis>>;
let jobs: JobEnqueue;
let workers: JobWorker[] = [];

beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  const client = connectProducer(redis.url);
  await client.flushall();
  client.disconnect();
  jobs = createJobEnqueue(redis.url);
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.close()));
  workers = [];
  await jobs.close();
});

function work(options: Pick<JobWorkerOptions<'ingest'>, 'handle' | 'onFailed'>) {
  const log = keepLog();
  workers.push(startJobWorker({ redisUrl: redis.url, queue: 'ingest', log, ...options }));
  return log;
}

describe('jobs', () => {
  test('a photo asked for twice while it waits is worked on once, and can be asked for again afterwards', async () => {
    const photoId = randomUUID();
    expect(await jobs.enqueueAll('ingest', [{ photoId }, { photoId: randomUUID() }])).toBe(2);
    expect(await jobs.enqueueAll('ingest', [{ photoId }])).toBe(0);
    const seen: string[] = [];
    work({ handle: async (payload) => void seen.push(payload.photoId) });
    await until(() => seen.length === 2);
    await until(async () => (await jobs.enqueueAll('ingest', [{ photoId }])) === 1);
    await until(() => seen.length === 3);
    expect(seen.filter((id) => id === photoId)).toHaveLength(2);
  });

  test('a bad photo is tried once and its reason told', async () => {
    const photoId = randomUUID();
    const failures: [string, PhotoErrorValue][] = [];
    let tries = 0;
    work({
      handle: async () => {
        tries++;
        throw new PhotoError('corrupt-image', 'The file ends in the middle.');
      },
      onFailed: async (payload, error) => void failures.push([payload.photoId, error]),
    });
    await jobs.enqueue('ingest', { photoId });
    const health = createQueueHealth(redis.url);
    await until(async () => (await health.counts()).ingest.failed === 1);
    await health.close();
    expect(tries).toBe(1);
    expect(failures).toEqual([[photoId, { code: 'corrupt-image', reason: 'The file ends in the middle.' }]]);
    expect(await jobs.enqueueAll('ingest', [{ photoId }])).toBe(1); // its failed job does not block trying again
  });

  test('a passing fault is tried again and nobody hears of it', async () => {
    const failures: unknown[] = [];
    let tries = 0;
    work({
      handle: async () => {
        if (++tries === 1) throw new Error('storage is away');
      },
      onFailed: async (...told) => void failures.push(told),
    });
    await jobs.enqueue('ingest', { photoId: randomUUID() });
    await until(() => tries === 2);
    expect(failures).toEqual([]);
  });

  test('after the last try the photo fails with code internal, without words of the machine', async () => {
    const photoId = randomUUID();
    const failures: PhotoErrorValue[] = [];
    const queue = new Queue('ingest', { connection: { url: redis.url }, prefix: QUEUE_PREFIX });
    await queue.add('ingest', { photoId }, { attempts: 2, backoff: 10 });
    await queue.close();
    const log = work({
      handle: async () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7:9000')),
      onFailed: async (_, error) => void failures.push(error),
    });
    await until(() => failures.length === 1);
    expect(failures[0]?.code).toBe('internal');
    expect(failures[0]?.reason).not.toContain('10.0.0.7');
    expect(log.lines.join('\n')).toContain('ECONNREFUSED'); // the operator is told
  });

  test('a payload of another kind is refused, not tried for ever', async () => {
    const queue = new Queue('ingest', { connection: { url: redis.url }, prefix: QUEUE_PREFIX });
    await queue.add('ingest', { photo: 'no-uuid' }, { attempts: 5, backoff: 10 });
    const calls: unknown[] = [];
    work({ handle: async (payload) => void calls.push(payload) });
    await until(async () => (await queue.getFailedCount()) === 1);
    const [failed] = await queue.getFailed();
    await queue.close();
    expect(failed?.attemptsMade).toBe(1);
    expect(calls).toEqual([]);
    await expect(jobs.enqueue('ingest', { photoId: 'no-uuid' })).rejects.toThrow(/uuid/i);
  });

  test('requests to group an event melt into one run, and one more when something came while it ran', async () => {
    const eventId = randomUUID();
    const runs: number[] = [];
    let release: (() => void) | undefined;
    workers.push(
      startJobWorker({
        redisUrl: redis.url,
        queue: 'cluster',
        log: keepLog(),
        handle: async () => {
          runs.push(Date.now());
          if (runs.length === 1) await new Promise<void>((resolve) => (release = resolve));
        },
      }),
    );
    const asked = Date.now();
    for (let photo = 0; photo < 20; photo++) await jobs.enqueue('cluster', { eventId });
    await until(() => runs.length === 1);
    expect((runs[0] ?? 0) - asked).toBeGreaterThanOrEqual(1_900);
    for (let photo = 0; photo < 5; photo++) await jobs.enqueue('cluster', { eventId });
    release?.();
    await until(() => runs.length === 2);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(runs).toHaveLength(2);
  });

  test('a photo whose worker dies again and again fails instead of taking down every worker', async () => {
    const photoId = randomUUID();
    const failures: PhotoErrorValue[] = [];
    await jobs.enqueue('ingest', { photoId });
    const client = connectProducer(redis.url);
    const [id] = await client.lrange(`${QUEUE_PREFIX}:ingest:wait`, 0, -1);
    await client.hset(`${QUEUE_PREFIX}:ingest:${id}`, 'defa', 'job stalled more than allowable limit');
    client.disconnect();
    const calls: unknown[] = [];
    work({ handle: async (payload) => void calls.push(payload), onFailed: async (_, error) => void failures.push(error) });
    await until(() => failures.length === 1);
    expect(failures[0]?.code).toBe('internal');
    expect(calls).toEqual([]);
  });
});
