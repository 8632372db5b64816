import { randomUUID } from 'node:crypto';
import { Queue } from 'bullmq';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createJobEnqueue } from './job.enqueue.js';
import { startJobWorker, type JobWorker } from './job.worker.js';
import { createQueueFailures, type QueueFailures } from './queue.failures.js';
import { QUEUE_PREFIX } from './queue.settings.js';
import { keepLog, startTestRedis, until, type TestRedis } from './testing/test.redis.js';

const ATTEMPTS = 2;

let redis: TestRedis;
let queue: Queue;
let failures: QueueFailures;
let worker: JobWorker | undefined;
/** Photos whose storage is there, and from which try on. */
let thereFrom: Map<string, number>;
let tries: string[];

beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  await redis.empty();
  queue = new Queue('ingest', { connection: { url: redis.url }, prefix: QUEUE_PREFIX });
  failures = createQueueFailures(redis.url);
  thereFrom = new Map();
  tries = [];
});
afterEach(async () => {
  await worker?.close();
  worker = undefined;
  await failures.close();
  await queue.close();
});

const add = async (payload: object): Promise<string> =>
  (await queue.add('ingest', payload, { attempts: ATTEMPTS, backoff: 10, removeOnComplete: true })).id ?? '';

function start(): void {
  worker = startJobWorker({
    ...{ redisUrl: redis.url, queue: 'ingest', log: keepLog() },
    handle: async ({ photoId }) => {
      tries.push(photoId);
      if (tries.length < (thereFrom.get(photoId) ?? Infinity)) throw new Error('storage is away');
    },
  });
}

const failed = (count: number): Promise<void> => until(async () => (await queue.getFailedCount()) === count);

test('jobs that failed are shown with what they were about and why, the newest first and no more than asked for', async () => {
  start();
  const photoIds = [randomUUID(), randomUUID(), randomUUID()];
  const ids: string[] = [];
  for (const [n, photoId] of photoIds.entries()) {
    ids.push(await add({ photoId }));
    await failed(n + 1);
  }
  const alien = await add({ photo: 'no-uuid' });
  await failed(4);
  const [newest, ...others] = await failures.list('ingest', 3);
  expect(newest).toMatchObject({ id: alien, subjectId: '', attempts: 1 });
  expect(newest?.reason).toContain('not a payload of ingest');
  const reason = 'storage is away';
  expect(others).toMatchObject(
    [2, 1].map((n) => ({ id: ids[n], subjectId: photoIds[n], reason, attempts: ATTEMPTS })),
  );
  for (const { id, failedAt } of others)
    expect(failedAt.getTime()).toBe((await queue.getJob(id))?.finishedOn);
  expect(await failures.list('ingest', 10)).toHaveLength(4);
  expect(await failures.list('embed', 10)).toEqual([]);
});

test('a job tried again by hand has all its tries again', async () => {
  start();
  const photoId = randomUUID();
  const id = await add({ photoId });
  await failed(1);
  expect(await failures.find('ingest', id)).toMatchObject({ id, attempts: ATTEMPTS });
  thereFrom.set(photoId, 2 * ATTEMPTS); // at its last try
  await failures.retry('ingest', id);
  await until(async () => (await queue.getJob(id)) === undefined);
  expect([tries.length, await queue.getFailedCount()]).toEqual([2 * ATTEMPTS, 0]);
});

test('a job tried again has left the list when the answer comes, and one taken off it is gone', async () => {
  start();
  const [one, other] = [await add({ photoId: randomUUID() }), await add({ photoId: randomUUID() })];
  await failed(2);
  await worker?.close();
  worker = undefined;
  await failures.retry('ingest', one);
  expect(await failures.list('ingest', 10)).toMatchObject([{ id: other }]);
  expect(await (await queue.getJob(one))?.getState()).toBe('waiting');
  await failures.remove('ingest', other);
  expect([await failures.list('ingest', 10), await queue.getJob(other)]).toEqual([[], undefined]);
});

test('of two who try one job again at once, one does, and the other learns that there is nothing to do', async () => {
  start();
  const id = await add({ photoId: randomUUID() });
  await failed(1);
  await worker?.close();
  worker = undefined;
  const answers = await Promise.allSettled([failures.retry('ingest', id), failures.retry('ingest', id)]);
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await queue.getWaitingCount()).toBe(1);
});

test('jobs that have not failed are neither shown, nor tried again, nor taken away', async () => {
  const id = await add({ photoId: randomUUID() });
  expect([await failures.find('ingest', id), await failures.find('ingest', 'nobody')]).toEqual([null, null]);
  for (const nobody of [id, 'nobody']) {
    await failures.retry('ingest', nobody);
    await failures.remove('ingest', nobody);
  }
  expect(await (await queue.getJob(id))?.getState()).toBe('waiting');
});

test('a photo whose job was tried again by hand can be asked for like any other', async () => {
  const jobs = createJobEnqueue(redis.url);
  const photoId = randomUUID();
  const id = await add({ photoId });
  start();
  await failed(1);
  thereFrom.set(photoId, 0);
  await failures.retry('ingest', id);
  await until(async () => (await queue.getJob(id)) === undefined);
  expect(await jobs.enqueueAll('ingest', [{ photoId }])).toBe(1);
  await jobs.close();
});
