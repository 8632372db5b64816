/** @module Every queue of the contracts has its worker, its sender, its health and its failure list, and nobody lists queues by hand. */
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { queueNames } from '@visage/contracts/job.contract';
import { PhotoError } from '@visage/contracts/photo-error.contract';
import type { QueueTable, WorkerDefinition } from '@visage/host/worker.definition';
import type { WorkerEnv } from '@visage/host/worker.env';
import { startWork } from '@visage/host/worker.work';
import { createJobEnqueue } from '@visage/queues/job.enqueue';
import { payloadOf } from '@visage/queues/job.subject';
import { createQueueFailures } from '@visage/queues/queue.failures';
import { createQueueHealth } from '@visage/queues/queue.health';
import { keepLog, startTestRedis, until } from '@visage/queues/testing/test.redis';
import { expect, onTestFinished, test } from 'vitest';
import type { GatewayEnv } from '../apps/gateway/src/env.js';
import { JobSender } from '../apps/gateway/src/queue/job.sender.js';

const root = join(import.meta.dirname, '..');

/** Of `apps/<name>/src/<name>.worker.ts`. */
const workers = await Promise.all(
  readdirSync(join(root, 'apps'))
    .map((app) => join(root, 'apps', app, 'src', `${app}.worker.ts`))
    .filter((file) => existsSync(file))
    .map(async (file) => {
      const exported = (await import(/* @vite-ignore */ file)) as Record<string, unknown>;
      const found = Object.values(exported).find((one) => typeof one === 'object' && one && 'queues' in one);
      return found as WorkerDefinition<WorkerEnv, unknown>;
    }),
);

test('every queue is worked on by one worker, and no worker waits for a queue that nobody fills', () => {
  const worked = workers.flatMap(({ queues }) => Object.keys(queues));
  expect(worked.toSorted()).toEqual(queueNames.toSorted());
});

test('workers take turns by their names, so no two share one', () => {
  const names = workers.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test('what is sent to any queue is counted there, and shown with its reason when it has failed', async () => {
  const redis = await startTestRedis();
  const log = keepLog();
  const sender = new JobSender({ REDIS_URL: redis.url } as GatewayEnv, log as never);
  const jobs = createJobEnqueue(redis.url);
  const [health, failures] = [createQueueHealth(redis.url), createQueueFailures(redis.url)];
  onTestFinished(async () => {
    await Promise.all([sender.onApplicationShutdown(), jobs.close(), health.close(), failures.close()]);
    await redis.stop();
  });
  const ids = new Map(queueNames.map((queue) => [queue, randomUUID().toString()]));
  for (const [queue, id] of ids) await sender.send(queue, payloadOf(queue, id));
  const counted = Object.entries(await health.counts());
  expect(counted.map(([queue, { waiting, delayed }]) => [queue, waiting + delayed])).toEqual(
    queueNames.map((queue) => [queue, 1]),
  );

  const refuse = {
    handle: () => Promise.reject(new PhotoError('corrupt-image', 'The file ends in the middle.')),
    remaining: async () => [],
  };
  const queues = Object.fromEntries(queueNames.map((queue) => [queue, refuse])) as QueueTable<null>;
  const work = startWork({ name: 'all', queues, dependencies: null, redisUrl: redis.url, jobs, log });
  await until(async () => Object.values(await health.counts()).every(({ failed }) => failed === 1));
  await work.close();
  for (const [queue, subjectId] of ids)
    expect(await failures.list(queue, 10), queue).toMatchObject([
      { subjectId, reason: 'corrupt-image: The file ends in the middle.' },
    ]);
});

test('only the contracts list the queues, and the texts their names for people', () => {
  const names = queueNames.map((name) => new RegExp(`['"]${name}['"]|^\\s*${name}:`, 'm'));
  const listing = ['apps', 'libs']
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}/src`))
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
        (file) => `${folder}/${file}`,
      ),
    )
    .filter(
      (file) =>
        /[.]tsx?$/.test(file) && !/[.]test[.]tsx?$|\/testing\/|\/generated\/|^libs\/api-client\//.test(file),
    )
    .filter((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      // one worker's own queues are fewer
      return names.filter((name) => name.test(text)).length > queueNames.length / 2;
    });
  expect(listing.toSorted()).toEqual([
    'apps/web/src/texts/de.ts',
    'apps/web/src/texts/en.ts',
    'libs/contracts/src/job.contract.ts',
  ]);
});
