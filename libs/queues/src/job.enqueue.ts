/** @module Adds jobs. A job that already waits for the same photo or event is not added a second time. */
import { randomUUID } from 'node:crypto';
import type { JobPayload, QueueName } from '@visage/contracts/job.contract';
import { parsePayload, subjectOf } from './job.subject.js';
import { OpenQueues } from './open.queues.js';
import { deduplicationOf, jobOptionsOf } from './queue.settings.js';

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
  const queues = new OpenQueues(redisUrl);

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
      const answers = await (await queues.of(name)).addBulk(jobs);
      added += answers.filter((job, index) => job.id === jobs[index]?.opts.jobId).length;
    }
    return added;
  }

  return {
    enqueueAll,
    enqueue: async (queue, payload) => {
      await enqueueAll(queue, [payload]);
    },
    close: () => queues.close(),
  };
}
