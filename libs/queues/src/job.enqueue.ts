/** @module Adds jobs. A job that already waits for the same photo or event is not added a second time. */
import { randomUUID } from 'node:crypto';
import type { JobPayload, QueueName } from '@visage/contracts/job.contract';
import { Queue } from 'bullmq';
import { parsePayload, subjectOf } from './job.subject.js';
import { deduplicationOf, jobOptionsOf, QUEUE_PREFIX } from './queue.settings.js';
import { assertConnected, connectProducer } from './redis.connection.js';

export interface JobEnqueue {
  /** Rejects within seconds when Redis is away; the reconciler adds the job later. */
  enqueue<Q extends QueueName>(queue: Q, payload: JobPayload<Q>): Promise<void>;
  /** @returns how many were new, that is not yet waiting or running. */
  enqueueAll<Q extends QueueName>(queue: Q, payloads: readonly JobPayload<Q>[]): Promise<number>;
  close(): Promise<void>;
}

/** Jobs sent to Redis at once by `enqueueAll`. */
const BATCH = 500;

export function createJobEnqueue(redisUrl: string): JobEnqueue {
  const connection = connectProducer(redisUrl);
  const queues = new Map<QueueName, Queue>();
  const queueOf = (name: QueueName): Queue => {
    let queue = queues.get(name);
    if (!queue) {
      queue = new Queue(name, { connection, prefix: QUEUE_PREFIX });
      queue.on('error', () => undefined); // the rejected call reports it
      queues.set(name, queue);
    }
    return queue;
  };

  async function enqueueAll<Q extends QueueName>(
    name: Q,
    payloads: readonly JobPayload<Q>[],
  ): Promise<number> {
    let added = 0;
    for (let start = 0; start < payloads.length; start += BATCH) {
      const jobs = payloads.slice(start, start + BATCH).map((payload) => {
        const data = parsePayload(name, payload);
        const jobId = randomUUID(); // a job that melts into another comes back with the other's id
        return {
          name,
          data,
          opts: { ...jobOptionsOf(name), jobId, deduplication: deduplicationOf(name, subjectOf(data)) },
        };
      });
      await assertConnected(connection);
      const answers = await queueOf(name).addBulk(jobs);
      added += answers.filter((job, index) => job.id === jobs[index]?.opts.jobId).length;
    }
    return added;
  }

  return {
    enqueueAll,
    enqueue: async (queue, payload) => {
      await enqueueAll(queue, [payload]);
    },
    close: async () => {
      await Promise.all(Array.from(queues.values(), (queue) => queue.close()));
      connection.disconnect();
    },
  };
}
