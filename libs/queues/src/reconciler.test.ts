import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createJobEnqueue } from './job.enqueue.js';
import { startJobWorker } from './job.worker.js';
import { QUEUE_PREFIX } from './queue.settings.js';
import { reconcile, type RemainingWork } from './reconciler.js';
import { startReconciler } from './reconciler.timer.js';
import { connectProducer } from './redis.connection.js';
import { keepLog, startTestRedis, until } from './testing/test.redis.js';

let redis: Awaited<ReturnType<typeof startTestRedis>>;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

describe('reconciler', () => {
  test('a queue that is lost in the middle of an upload still ends with every photo done', async () => {
    // stands for Postgres: what is done is known here and nowhere else
    const photos = new Map<string, boolean>(Array.from({ length: 200 }, () => [randomUUID(), false]));
    const remaining = () => [...photos].filter(([, done]) => !done).map(([photoId]) => ({ photoId }));
    const jobs = createJobEnqueue(redis.url);
    const log = keepLog();
    const worker = startJobWorker({
      redisUrl: redis.url,
      queue: 'ingest',
      log,
      handle: async ({ photoId }) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        photos.set(photoId, true);
      },
    });
    expect(await jobs.enqueueAll('ingest', remaining())).toBe(200);
    await until(() => remaining().length < 150);
    await redis.empty();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(remaining().length).toBeGreaterThan(0); // they would wait for ever
    const work = [{ queue: 'ingest' as const, find: async (limit: number) => remaining().slice(0, limit) }];
    const reconciler = startReconciler({
      redisUrl: redis.url,
      name: 'test',
      work,
      jobs,
      log,
      intervalMs: 500,
    });
    await until(() => remaining().length === 0);
    await reconciler.close();
    await worker.close();
    await jobs.close();
    expect(log.lines.some((line) => line.includes('jobs were missing'))).toBe(true);
  });

  test('work that waits already is not added again, pass after pass', async () => {
    const jobs = createJobEnqueue(redis.url);
    const payloads = Array.from({ length: 30 }, () => ({ photoId: randomUUID().toString() }));
    const work = [{ queue: 'embed' as const, find: async () => payloads }];
    const parts = [payloads.slice(0, 10), payloads.slice(5)].map((part) => ({
      queue: 'embed' as const,
      find: async () => part,
    }));
    expect((await reconcile(parts, jobs)).restored.get('embed')).toBe(30); // of two places where it is written down
    expect((await reconcile(work, jobs)).restored.get('embed')).toBe(0);
    await jobs.close();
  });

  test('of several processes one asks Postgres per interval', async () => {
    let passes = 0;
    const jobs = createJobEnqueue(redis.url);
    const work = [{ queue: 'cluster' as const, find: async () => (passes++, []) }];
    const options = { redisUrl: redis.url, name: 'turns', work, jobs, log: keepLog(), intervalMs: 60_000 };
    const all = [startReconciler(options), startReconciler(options), startReconciler(options)];
    await until(() => passes > 0);
    const client = connectProducer(redis.url);
    const turnMs = await client.pttl(`${QUEUE_PREFIX}:reconciler:turns`);
    client.disconnect();
    await Promise.all(all.map((one) => one.close()));
    await jobs.close();
    expect(passes).toBe(1);
    // over before the next interval begins, or that would be left out
    expect(turnMs).toBeGreaterThan(0);
    expect(turnMs).toBeLessThanOrEqual(54_000);
  });

  test('a pass that fails is told of, and tried again', async () => {
    const jobs = createJobEnqueue(redis.url);
    const log = keepLog();
    let passes = 0;
    const find = async () => {
      if (++passes === 1) throw new Error('Postgres is away');
      return [];
    };
    const reconciler = startReconciler({
      redisUrl: redis.url,
      name: 'again',
      work: [{ queue: 'detect', find }],
      jobs,
      log,
      intervalMs: 100,
    });
    await until(() => passes > 2);
    await reconciler.close();
    await jobs.close();
    expect(log.lines).toHaveLength(1); // and passes that find nothing are not worth a word
    expect(log.lines[0]).toMatch(/Postgres is away.*tried again/);
  });

  test('an event that cannot be worked on is named once and counted, and all others go on, those of other queues too', async () => {
    const jobs = createJobEnqueue(redis.url);
    const log = keepLog();
    const [broken, photoId, driveImportId] = [randomUUID(), randomUUID(), randomUUID()];
    let passes = 0;
    let mended = false;
    const work: RemainingWork[] = [
      {
        queue: 'detect',
        find: async (_, leaveOut) => {
          passes++;
          if (!mended) leaveOut(broken, new Error('There is no model "gone".'));
          return [{ photoId }];
        },
      },
      { queue: 'drive-export', find: () => Promise.reject(new Error('no such column')) },
      { queue: 'drive-import', find: async () => [{ driveImportId }] },
    ];
    const reconciler = startReconciler({
      ...{ redisUrl: redis.url, name: 'left out', work, jobs, log, intervalMs: 50 },
    });
    await until(() => passes > 2);
    const told = log.lines.filter((line) => !line.includes('no such column'));
    expect(told.map((line) => JSON.parse(line) as object)).toMatchObject([
      { queue: 'detect', count: 1 },
      { queue: 'drive-import', count: 1 },
      { queue: 'detect', eventId: broken, err: { message: 'There is no model "gone".' } },
    ]);
    expect(reconciler.leftOut()).toBe(1);
    mended = true;
    await until(() => reconciler.leftOut() === 0);
    await reconciler.close();
    await jobs.close();
  });

  test('a process that ends waits for its pass, tells nothing of what fails by that, and begins no other', async () => {
    const jobs = createJobEnqueue(redis.url);
    const log = keepLog();
    let passes = 0;
    let fail: ((error: Error) => void) | undefined;
    const find = () =>
      new Promise<never>((_, reject) => {
        passes++;
        fail = reject;
      });
    const reconciler = startReconciler({
      redisUrl: redis.url,
      name: 'end',
      work: [{ queue: 'detect', find }],
      jobs,
      log,
      intervalMs: 20,
    });
    await until(() => fail !== undefined);
    await new Promise((resolve) => setTimeout(resolve, 60)); // further passes wait for their turn
    let closed = false;
    const closing = reconciler.close().then(() => (closed = true));
    await jobs.enqueueAll('detect', []);
    expect(closed).toBe(false);
    fail?.(new Error('the connection is closed'));
    await closing;
    await jobs.close();
    expect([passes, log.lines]).toEqual([1, []]);
  });

  test('what one process of a kind adds is told once, and another kind takes no turn from it', async () => {
    const jobs = createJobEnqueue(redis.url);
    const log = keepLog();
    const work = [{ queue: 'detect' as const, find: async () => [{ photoId: randomUUID().toString() }] }];
    const all = ['this', 'that'].map((name) =>
      startReconciler({ redisUrl: redis.url, name, work, jobs, log, intervalMs: 60_000 }),
    );
    await until(() => log.lines.length === 2);
    await Promise.all(all.map((one) => one.close()));
    await jobs.close();
    expect(log.lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { queue: 'detect', count: 1 },
      { queue: 'detect', count: 1 },
    ]);
  });
});
