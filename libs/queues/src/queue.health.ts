/** @module How full the queues are. */
import type { QueueName } from '@visage/contracts/job.contract';
import { Queue } from 'bullmq';
import { QUEUE_PREFIX } from './queue.settings.js';
import { assertConnected, connectProducer } from './redis.connection.js';

export interface QueueCounts {
  waiting: number;
  active: number;
  /** Waiting for their next try, or for their delay to end. */
  delayed: number;
  failed: number;
}

export interface QueueHealth {
  /** Rejects within seconds when Redis is away. */
  counts(): Promise<Record<QueueName, QueueCounts>>;
  close(): Promise<void>;
}

export function createQueueHealth(redisUrl: string): QueueHealth {
  const connection = connectProducer(redisUrl);
  const open = (name: QueueName): Queue =>
    new Queue(name, { connection, prefix: QUEUE_PREFIX }).on('error', () => undefined);
  const queues: Record<QueueName, Queue> = {
    ingest: open('ingest'),
    detect: open('detect'),
    embed: open('embed'),
    cluster: open('cluster'),
    'drive-import': open('drive-import'),
    'drive-export': open('drive-export'),
    'drive-mirror': open('drive-mirror'),
    'drive-channel': open('drive-channel'),
  };
  const countsOf = async (queue: Queue): Promise<QueueCounts> => {
    const counts = await queue.getJobCounts('waiting', 'active', 'delayed', 'failed');
    const { waiting = 0, active = 0, delayed = 0, failed = 0 } = counts;
    return { waiting, active, delayed, failed };
  };
  return {
    counts: async () => {
      await assertConnected(connection);
      return {
        ingest: await countsOf(queues.ingest),
        detect: await countsOf(queues.detect),
        embed: await countsOf(queues.embed),
        cluster: await countsOf(queues.cluster),
        'drive-import': await countsOf(queues['drive-import']),
        'drive-export': await countsOf(queues['drive-export']),
        'drive-mirror': await countsOf(queues['drive-mirror']),
        'drive-channel': await countsOf(queues['drive-channel']),
      };
    },
    close: async () => {
      await Promise.all(Object.values(queues).map((queue) => queue.close()));
      connection.disconnect();
    },
  };
}
