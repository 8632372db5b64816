/** @module Jobs that failed for good: shown with their reason, and tried again by hand. */
import type { QueueName } from '@visage/contracts/job.contract';
import { parsePayload, subjectOf } from './job.subject.js';
import { OpenQueues } from './open.queues.js';

export interface FailedJob {
  id: string;
  /** The one id of its payload. */
  subjectId: string;
  reason: string;
  attempts: number;
  failedAt: Date;
}

export interface QueueFailures {
  /** Newest first. Rejects within seconds when Redis is away. */
  list(queue: QueueName, limit: number): Promise<FailedJob[]>;
  find(queue: QueueName, jobId: string): Promise<FailedJob | null>;
  /** Puts the job back as it was. */
  retry(queue: QueueName, jobId: string): Promise<void>;
  /** For a job whose work was sent again in another way. */
  remove(queue: QueueName, jobId: string): Promise<void>;
  close(): Promise<void>;
}

export function createQueueFailures(redisUrl: string): QueueFailures {
  const queues = new OpenQueues(redisUrl);
  const failedJob = async (name: QueueName, jobId: string) => {
    const job = await (await queues.of(name)).getJob(jobId);
    return job && (await job.isFailed()) ? job : null;
  };
  return {
    list: async (name, limit) => {
      const jobs = await (await queues.of(name)).getFailed(0, limit - 1);
      return jobs.map((job) => toFailedJob(name, job));
    },
    find: async (name, jobId) => {
      const job = await failedJob(name, jobId);
      return job && toFailedJob(name, job);
    },
    retry: async (name, jobId) => {
      await (await failedJob(name, jobId))?.retry('failed', { resetAttemptsMade: true });
    },
    remove: async (name, jobId) => {
      await (await failedJob(name, jobId))?.remove();
    },
    close: () => queues.close(),
  };
}

interface StoredJob {
  id?: string | undefined;
  data: unknown;
  failedReason: string;
  attemptsMade: number;
  finishedOn?: number | undefined;
  timestamp: number;
}

function toFailedJob(
  name: QueueName,
  { id = '', data, failedReason, attemptsMade, finishedOn, timestamp }: StoredJob,
): FailedJob {
  const failedAt = new Date(finishedOn ?? timestamp);
  return { id, subjectId: subjectOfJob(name, data), reason: failedReason, attempts: attemptsMade, failedAt };
}

/** A payload that is none of the queue's is one of the reasons to fail. */
function subjectOfJob(name: QueueName, data: unknown): string {
  try {
    return subjectOf(parsePayload(name, data));
  } catch {
    return '';
  }
}
