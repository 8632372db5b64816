/** @module How full the queues are. */
import { queueNames, type QueueName } from '@visage/contracts/job.contract';
import { OpenQueues } from './open.queues.js';

export interface QueueCounts {
  waiting: number;
  active: number;
  /** Waiting for their next try, or for their delay to end. */
  delayed: number;
  failed: number;
}

export interface QueueHealth {
  /** Of every queue. Rejects within seconds when Redis is away. */
  counts(): Promise<Record<QueueName, QueueCounts>>;
  close(): Promise<void>;
}

export function createQueueHealth(redisUrl: string): QueueHealth {
  const queues = new OpenQueues(redisUrl);
  const countsOf = async (name: QueueName): Promise<QueueCounts> => {
    const counts = await (await queues.of(name)).getJobCounts('waiting', 'active', 'delayed', 'failed');
    const { waiting = 0, active = 0, delayed = 0, failed = 0 } = counts;
    return { waiting, active, delayed, failed };
  };
  return {
    counts: async () => {
      const counts = await Promise.all(queueNames.map(async (name) => [name, await countsOf(name)] as const));
      return Object.fromEntries(counts) as Record<QueueName, QueueCounts>;
    },
    close: () => queues.close(),
  };
}
