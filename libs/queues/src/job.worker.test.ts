import { randomUUID } from 'node:crypto';
import { queueNames, type QueueName } from '@visage/contracts/job.contract';
import { PhotoError, type PhotoErrorValue } from '@visage/contracts/photo-error.contract';
import { Queue } from 'bullmq';
import { findFreePort } from '@visage/embedded/free.port';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { JobPutOffError } from './job.failure.js';
import { createJobEnqueue, type JobEnqueue } from './job.enqueue.js';
import { startJobWorker, type JobWorker, type JobWorkerOptions } from './job.worker.js';
import { createQueueFailures } from './queue.failures.js';
import { createQueueHealth, type QueueCounts } from './queue.health.js';
import { payloadOf } from './job.subject.js';
import { jobOptionsOf, QUEUE_PREFIX, settingsOf, workerOptionsOf } from './queue.settings.js';
import { connectProducer } from './redis.connection.js';
import { keepLog, startTestRedis, until, type TestRedis } from './testing/test.redis.js';

let redis: TestRedis;
let jobs: JobEnqueue;
let workers: JobWorker[] = [];

beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  await redis.empty();
  jobs = createJobEnqueue(redis.url);
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.close()));
  workers = [];
  await jobs.close();
});

async function countsOf(queue: QueueName): Promise<QueueCounts> {
  const health = createQueueHealth(redis.url);
  const counts = (await health.counts())[queue];
  await health.close();
  return counts;
}

/** Until nothing waits for its time, and nothing runs. */
async function untilIdle(queue: QueueName): Promise<void> {
  await until(async () => {
    const { waiting, active, delayed } = await countsOf(queue);
    return waiting + active + delayed === 0;
  });
}

/** Something to wait for, and what lets it go on. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  return { opened: new Promise<void>((resolve) => (open = resolve)), open: () => open() };
}

const lost = async (queue: QueueName): Promise<void> => {
  // the lock of a worker that died ends after a while, and a little later that is noticed
  const client = connectProducer(redis.url);
  const of = (part: string): string => `${QUEUE_PREFIX}:${queue}:${part}`;
  for (const id of await client.lrange(of('active'), 0, -1)) {
    await client.del(of(`${id}:lock`));
    await client.sadd(of('stalled'), id);
  }
  await client.del(of('stalled-check'));
  client.disconnect();
};

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

  test('a job for which something is missing here fails for nobody, and can be asked for again', async () => {
    const photoId = randomUUID();
    const failures: unknown[] = [];
    const done: string[] = [];
    let isHere = false;
    const log = work({
      handle: async (payload) => {
        if (!isHere) throw new JobPutOffError('Model "m" is not on this machine.');
        done.push(payload.photoId);
      },
      onFailed: async (...told) => void failures.push(told),
    });
    await jobs.enqueue('ingest', { photoId });
    await until(() => log.lines.some((line) => line.includes('Model \\"m\\" is not on this machine.')));
    await untilIdle('ingest');
    expect([(await countsOf('ingest')).failed, failures]).toEqual([0, []]);
    isHere = true;
    expect(await jobs.enqueueAll('ingest', [{ photoId }])).toBe(1);
    await until(() => done.length === 1);
    expect(done).toEqual([photoId]);
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
    await untilIdle('cluster');
    expect(runs).toHaveLength(2);
  });

  test('a photo outlives three workers, and is taken for what kills them at the fourth', async () => {
    const photoId = randomUUID();
    const end = gate();
    const failures: PhotoErrorValue[] = [];
    let takenUp = 0;
    const start = (): JobWorker =>
      startJobWorker({
        ...{ redisUrl: redis.url, queue: 'ingest', log: keepLog() },
        handle: async () => {
          takenUp++;
          await end.opened;
        },
        onFailed: async (_, error) => void failures.push(error),
      });
    await jobs.enqueue('ingest', { photoId });
    for (const death of [1, 2, 3, 4]) {
      const worker = start();
      await until(() => takenUp === death);
      await worker.close(0); // its work is never heard of again
      expect(failures).toEqual([]);
      await lost('ingest');
    }
    workers.push(start());
    await until(() => failures.length === 1);
    expect([takenUp, failures[0]?.code]).toEqual([4, 'internal']);
    end.open();
  });

  test('a failure that cannot be written down is written down by the next try, and the photo waits until then', async () => {
    const told: string[] = [];
    const log = work({
      handle: async () => Promise.reject(new PhotoError('corrupt-image', 'The file ends in the middle.')),
      onFailed: async (_, { code }) => {
        told.push(code);
        if (told.length === 1) throw new Error('Postgres is away');
        expect((await countsOf('ingest')).failed).toBe(0);
      },
    });
    await jobs.enqueue('ingest', { photoId: randomUUID() });
    await until(async () => (await countsOf('ingest')).failed === 1);
    expect(told).toEqual(['corrupt-image', 'corrupt-image']);
    expect(log.lines.filter((line) => line.includes('job failed for good'))).toHaveLength(2);
  });

  test('a failure that cannot be written down at the last try is left to the reconciler, and told as nothing else', async () => {
    const told: string[] = [];
    const queue = new Queue('ingest', { connection: { url: redis.url }, prefix: QUEUE_PREFIX });
    await queue.add('ingest', { photoId: randomUUID() }, { attempts: 1 });
    await queue.close();
    work({
      handle: async () => Promise.reject(new PhotoError('corrupt-image', 'The file ends in the middle.')),
      onFailed: async (_, { code }) => {
        told.push(code);
        throw new Error('Postgres is away');
      },
    });
    await until(async () => (await countsOf('ingest')).failed === 1);
    await Promise.all(workers.map((worker) => worker.close())); // what follows a failure has been done then
    expect(told).toEqual(['corrupt-image']);
  });

  test('a photo that lost its workers, whose failure cannot be written down, is left to the reconciler', async () => {
    await jobs.enqueue('ingest', { photoId: randomUUID() });
    const client = connectProducer(redis.url);
    const [id] = await client.lrange(`${QUEUE_PREFIX}:ingest:wait`, 0, -1);
    await client.hset(`${QUEUE_PREFIX}:ingest:${id}`, 'defa', 'job stalled more than allowable limit');
    client.disconnect();
    const log = work({
      handle: async () => undefined,
      onFailed: () => Promise.reject(new Error('Postgres is away')),
    });
    await until(() => log.lines.some((line) => line.includes('could not be recorded')));
    expect((await countsOf('ingest')).failed).toBe(1);
  });

  const queues = queueNames.filter((queue) => queue !== 'cluster'); // see above
  const again: QueueName[] = ['blur', 'embed', 'recognise', 'drive-mirror'];

  test.each(queues)(
    'what is asked of %s while it runs is done once more afterwards, if the run may not have seen why',
    async (queue) => {
      const payload = payloadOf(queue, randomUUID());
      const end = gate();
      let runs = 0;
      workers.push(
        startJobWorker({
          ...{ redisUrl: redis.url, queue, log: keepLog() },
          handle: async () => {
            runs++;
            await end.opened;
          },
        }),
      );
      await jobs.enqueueAll(queue, [payload]);
      await until(() => runs === 1);
      await jobs.enqueueAll(queue, [payload]);
      await jobs.enqueueAll(queue, [payload]);
      end.open();
      if (again.includes(queue)) await until(() => runs === 2);
      await untilIdle(queue);
      expect(runs).toBe(again.includes(queue) ? 2 : 1);
    },
  );

  test.each<[QueueName, number]>([
    ['ingest', 2],
    ['cluster', 1],
    ['drive-import', 2],
  ])('%s works on so many at a time: %i', async (queue, expected) => {
    const ids = Array.from({ length: 8 }, () => payloadOf(queue, randomUUID()));
    let [running, most, done] = [0, 0, 0];
    workers.push(
      startJobWorker({
        ...{ redisUrl: redis.url, queue, log: keepLog() },
        handle: async () => {
          most = Math.max(most, ++running);
          await new Promise((resolve) => setTimeout(resolve, 50));
          running--;
          done++;
        },
      }),
    );
    await jobs.enqueueAll(queue, ids);
    await until(() => done === ids.length);
    expect(most).toBe(expected);
  });

  test('of every queue it is told what waits, what runs, what is to come later and what failed', async () => {
    const ids = (count: number): string[] => Array.from({ length: count }, () => randomUUID());
    const wait = async (queue: QueueName, count: number): Promise<number> =>
      jobs.enqueueAll(
        queue,
        ids(count).map((id) => payloadOf(queue, id)),
      );
    const end = gate();
    let running = 0;
    workers.push(
      startJobWorker({
        ...{ redisUrl: redis.url, queue: 'embed', log: keepLog(), concurrency: 2 },
        handle: async () => {
          running++;
          await end.opened;
        },
      }),
    );
    work({
      handle: async () => Promise.reject(new PhotoError('corrupt-image', 'The file ends in the middle.')),
    });
    await wait('ingest', 1);
    await until(async () => (await countsOf('ingest')).failed === 1);
    const waiting: [QueueName, number][] = [
      ['detect', 501],
      ['drive-import', 2],
      ['drive-export', 3],
      ['drive-mirror', 4],
      ['drive-channel', 5],
      ['embed', 6],
    ];
    for (const [queue, count] of waiting) expect(await wait(queue, count)).toBe(count);
    await jobs.enqueueAll(
      'cluster',
      ids(1).map((eventId) => ({ eventId })),
    );
    await until(() => running === 2);
    const health = createQueueHealth(redis.url);
    const none = { waiting: 0, active: 0, delayed: 0, failed: 0 };
    expect(await health.counts()).toEqual({
      ...Object.fromEntries(queueNames.map((queue) => [queue, none])),
      ...Object.fromEntries(waiting.map(([queue, count]) => [queue, { ...none, waiting: count }])),
      ingest: { ...none, failed: 1 },
      embed: { ...none, waiting: 4, active: 2 },
      cluster: { ...none, delayed: 1 },
    });
    await health.close();
    end.open();
  });

  test('whoever is done with the queues leaves no connection behind', async () => {
    const client = connectProducer(redis.url);
    const connections = async (): Promise<number> =>
      String(await client.client('LIST'))
        .trim()
        .split('\n').length;
    const before = await connections();
    const [more, health, failures] = [
      createJobEnqueue(redis.url),
      createQueueHealth(redis.url),
      createQueueFailures(redis.url),
    ];
    await more.enqueue('ingest', { photoId: randomUUID() });
    await Promise.all([health.counts(), failures.list('ingest', 1)]);
    expect(await connections()).toBe(before + 3);
    await Promise.all([more.close(), health.close(), failures.close()]);
    await until(async () => (await connections()) === before);
    client.disconnect();
  });

  test('while Redis is away, whoever asks is told so at once, and nothing is printed', async () => {
    const printed = vi.spyOn(console, 'error').mockReturnValue(undefined);
    const away = `redis://127.0.0.1:${await findFreePort()}`;
    const [more, health, failures] = [
      createJobEnqueue(away),
      createQueueHealth(away),
      createQueueFailures(away),
    ];
    const answers = await Promise.allSettled([
      more.enqueue('ingest', { photoId: randomUUID() }),
      health.counts(),
      failures.list('ingest', 1),
    ]);
    expect(answers.map((answer) => (answer.status === 'rejected' ? String(answer.reason) : 'done'))).toEqual(
      Array(3).fill(expect.stringContaining('max retries per request limit (which is 1)')),
    );
    await more.enqueueAll('ingest', []); // what asks for nothing needs no Redis
    await Promise.all([more.close(), health.close(), failures.close()]);
    expect(printed).not.toHaveBeenCalled();
    printed.mockRestore();
  });

  test('a job that takes long stays its worker’s: its lock is renewed well before it ends', () => {
    for (const queue of ['ingest', 'cluster', 'drive-import'] as const) {
      const { lockDuration = 0, lockRenewTime = Infinity } = workerOptionsOf(queue);
      expect(lockRenewTime).toBeLessThanOrEqual(lockDuration / 2);
    }
  });

  test('a fault that passes within half a minute fails no photo, and none is tried for much longer', () => {
    for (const queue of ['ingest', 'detect', 'embed'] as const) {
      const { attempts = 0 } = jobOptionsOf(queue);
      const longest = settingsOf(queue).backoffMs * (2 ** (attempts - 1) - 1);
      expect(longest / 1000).toBeGreaterThanOrEqual(30);
      expect(longest / 1000).toBeLessThan(60);
    }
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
    work({
      handle: async (payload) => void calls.push(payload),
      onFailed: async (_, error) => void failures.push(error),
    });
    await until(() => failures.length === 1);
    expect(failures[0]?.code).toBe('internal');
    expect(calls).toEqual([]);
  });
});
