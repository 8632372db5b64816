/** @module How every queue treats its jobs: nothing is left to the defaults of BullMQ. */
import { jobContracts, type JobContract, type QueueName } from '@visage/contracts/job.contract';
import type { DeduplicationOptions, JobsOptions, WorkerOptions } from 'bullmq';

/** First part of every key in Redis. */
export const QUEUE_PREFIX = 'visage';

export interface QueueSettings {
  /** Tries in all, for errors that may pass (storage or database away). Bad photos are never tried again. */
  attempts: number;
  /** Wait before the second try; doubles with each, half of it random so that many jobs do not come back at once. */
  backoffMs: number;
  /** Wait before a new job is taken up, in which further requests for the same thing melt into it. */
  delayMs: number;
  /** How many jobs one process works on at a time, unless its worker says otherwise. */
  concurrency: number;
}

const settingsAbout: Record<JobContract['about'], QueueSettings> = {
  // 5 tries from 2 s on span half a minute, which a restart of Postgres or of the storage takes; then the photo is marked
  // failed and can be tried again by hand.
  photo: { attempts: 5, backoffMs: 2_000, delayMs: 0, concurrency: 2 },
  // The delay gathers photos that arrive together. It counts from the first of them and later ones do not prolong it:
  // otherwise an upload that goes on for an hour would show no people for an hour.
  event: { attempts: 5, backoffMs: 2_000, delayMs: 2_000, concurrency: 1 },
  // A run passes over the files it has settled, so trying again is cheap; Drive's limits are counted per minute.
  drive: { attempts: 8, backoffMs: 10_000, delayMs: 0, concurrency: 2 },
};

export function settingsOf(queue: QueueName): QueueSettings {
  return settingsAbout[jobContracts[queue].about];
}

/** A lock is renewed at half of this. All work is done in other threads, so a renewal is late by a second at most. */
const LOCK_MS = 20_000;
/** A job whose worker died goes back into the queue after LOCK_MS to LOCK_MS + 2 x STALLED_CHECK_MS. */
const STALLED_CHECK_MS = 5_000;
/** Times a job may lose its worker (deployments, crashes) before the photo is taken for what kills it. */
const MAX_STALLED = 3;
/** Failed jobs are kept for whoever looks for the reason; Postgres has the photo's own. */
const KEEP_FAILED = { age: 7 * 24 * 60 * 60, count: 1_000 };

export function jobOptionsOf(queue: QueueName): JobsOptions {
  const { attempts, backoffMs, delayMs } = settingsOf(queue);
  return {
    attempts,
    backoff: { type: 'exponential', delay: backoffMs, jitter: 0.5 },
    delay: delayMs,
    removeOnComplete: true,
    removeOnFail: KEEP_FAILED,
  };
}

/**
 * Deduplication, and not a job id of our own: an id would block adding the job again for as long as its failed
 * predecessor is kept, while this ends with the job.
 */
export function deduplicationOf(queue: QueueName, id: string): DeduplicationOptions {
  const { againIfActive }: JobContract = jobContracts[queue];
  return { id, ...(againIfActive ? { keepLastIfActive: true } : {}) };
}

export function workerOptionsOf(queue: QueueName): Omit<WorkerOptions, 'connection'> {
  return {
    prefix: QUEUE_PREFIX,
    concurrency: settingsOf(queue).concurrency,
    lockDuration: LOCK_MS,
    lockRenewTime: LOCK_MS / 2,
    stalledInterval: STALLED_CHECK_MS,
    maxStalledCount: MAX_STALLED,
    drainDelay: 5, // seconds a waiting worker blocks before it asks again
    removeOnComplete: { count: 0 },
    removeOnFail: KEEP_FAILED,
  };
}
