/** @module Takes jobs of one queue, hands their payload to a plain function, and says what becomes of failures. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { JobPayload, QueueName } from '@visage/contracts/job.contract';
import type { PhotoErrorValue } from '@visage/contracts/photo-error.contract';
import { UnrecoverableError, Worker, type Job } from 'bullmq';
import { z } from 'zod';
import { failureOf, isPermanent, JobPutOffError } from './job.failure.js';
import { describeError, type JobLog } from './job.log.js';
import { parsePayload } from './job.subject.js';
import { settingsOf, workerOptionsOf } from './queue.settings.js';
import { connectWorker } from './redis.connection.js';

export interface JobWorkerOptions<Q extends QueueName> {
  redisUrl: string;
  queue: Q;
  /** May be called twice for one payload, also at the same time by another process. */
  handle(payload: JobPayload<Q>): Promise<void>;
  /** The job failed for good: the photo was bad, its attempts are used up, or it lost its worker too often. */
  onFailed?(payload: JobPayload<Q>, error: PhotoErrorValue): Promise<void>;
  log: JobLog;
  /** Jobs at a time; absent = that of the queue's settings. */
  concurrency?: number;
}

export interface JobWorker {
  /** Takes no further job, waits for those under way, at most `graceMs`. What is left goes back to the queue when its lock ends. */
  close(graceMs?: number): Promise<void>;
}

export function startJobWorker<Q extends QueueName>(options: JobWorkerOptions<Q>): JobWorker {
  const { queue, log, handle, onFailed } = options;
  const connection = connectWorker(options.redisUrl);
  /** Errors whose job's failure has been recorded before the job was given back. */
  const recorded = new WeakSet<Error>();

  async function recordFailure(job: Job, error: unknown): Promise<void> {
    const payload = parsePayload(queue, job.data);
    log.warn({ queue, ...payload, err: describeError(error) }, 'job failed for good');
    await onFailed?.(payload, failureOf(error));
  }

  async function work(job: Job): Promise<void> {
    const started = performance.now();
    try {
      const payload = parsePayload(queue, job.data);
      await handle(payload);
      log.debug({ queue, ...payload, ms: Math.round(performance.now() - started) }, 'job done');
    } catch (error) {
      if (error instanceof z.ZodError)
        throw new UnrecoverableError(`not a payload of ${queue}: ${error.message}`);
      if (error instanceof JobPutOffError) {
        log.info(
          { queue, jobId: job.id, err: describeError(error) },
          'job is put off; the reconciler brings it back',
        );
        return;
      }
      const permanent = isPermanent(error);
      const lastAttempt = job.attemptsMade + 1 >= (job.opts.attempts ?? settingsOf(queue).attempts);
      if (!permanent && !lastAttempt) {
        log.info(
          { queue, jobId: job.id, attempt: job.attemptsMade + 1, err: describeError(error) },
          'job will be tried again',
        );
        throw error;
      }
      await recordFailure(job, error); // when this fails too, the job does, and the reconciler brings it back
      const failure = new UnrecoverableError(describeError(error).message);
      recorded.add(failure);
      throw failure;
    }
  }

  const worker = new Worker(queue, work, {
    ...workerOptionsOf(queue),
    connection,
    concurrency: options.concurrency ?? settingsOf(queue).concurrency,
  });
  worker.on('error', (error) => log.warn({ queue, err: describeError(error) }, 'queue error'));
  worker.on('stalled', (jobId) =>
    log.warn({ queue, jobId }, 'job had lost its worker and goes back into the queue'),
  );
  worker.on('failed', (job, error) => {
    // a job that lost its worker too often fails without having been handed to `work`
    if (!job?.finishedOn || recorded.has(error) || !(error instanceof UnrecoverableError)) return;
    recordFailure(job, error).catch((err: unknown) => {
      log.error(
        { queue, jobId: job.id, err: describeError(err) },
        'failure could not be recorded; the reconciler tries again',
      );
    });
  });

  return {
    close: async (graceMs = 8_000) => {
      const grace = new AbortController();
      const tooLong = sleep(graceMs, undefined, { signal: grace.signal }).catch(() => undefined);
      await Promise.race([worker.close(), tooLong]);
      grace.abort();
      connection.disconnect();
    },
  };
}
