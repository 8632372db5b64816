/** @module Runs the reconciler now and then; of several processes of one kind, one at a time. */
import type { JobEnqueue } from './job.enqueue.js';
import { describeError, type JobLog } from './job.log.js';
import { QUEUE_PREFIX } from './queue.settings.js';
import { reconcile, type ReconcilePass, type RemainingWork } from './reconciler.js';
import { connectProducer } from './redis.connection.js';

export interface ReconcilerOptions {
  redisUrl: string;
  /** Processes of the same name take turns. */
  name: string;
  work: readonly RemainingWork[];
  jobs: Pick<JobEnqueue, 'enqueueAll'>;
  log: JobLog;
  /** Default 15 s: how long lost work waits at most. A pass over nothing costs a few indexed queries. */
  intervalMs?: number;
}

export interface Reconciler {
  /** How many events the last pass could not work on. */
  leftOut(): number;
  close(): Promise<void>;
}

/** The first pass runs at once. */
export function startReconciler({
  redisUrl,
  name,
  work,
  jobs,
  log,
  intervalMs = 15_000,
}: ReconcilerOptions): Reconciler {
  const redis = connectProducer(redisUrl);
  let closed = false;
  let running: Promise<void> = Promise.resolve();
  let leftOut: ReconcilePass['leftOut'] = [];

  async function pass(): Promise<void> {
    try {
      // a turn, not a lock: it ends by itself, and two passes at once would do no harm
      const turn = await redis.set(
        `${QUEUE_PREFIX}:reconciler:${name}`,
        '1',
        'PX',
        Math.ceil(intervalMs * 0.9),
        'NX',
      );
      if (turn === null) return;
      tell(await reconcile(work, jobs));
    } catch (error) {
      if (!closed)
        log.warn({ reconciler: name, err: describeError(error) }, 'reconciling failed; it is tried again');
    }
  }

  function tell(pass: ReconcilePass): void {
    for (const [queue, count] of pass.restored)
      if (count > 0) log.info({ queue, count }, 'jobs were missing and have been added');
    if (closed) return;
    for (const { queue, error } of pass.failed)
      log.warn(
        { reconciler: name, queue, err: describeError(error) },
        'reconciling failed; it is tried again',
      );
    // told when it begins: nothing changes from pass to pass until somebody does something about it
    const known = new Set(leftOut.map(({ queue, eventId }) => `${queue} ${eventId}`));
    for (const { queue, eventId, error } of pass.leftOut)
      if (!known.has(`${queue} ${eventId}`))
        log.warn(
          { reconciler: name, queue, eventId, err: describeError(error) },
          'the event cannot be worked on and is left out; all others go on',
        );
    leftOut = pass.leftOut;
  }

  const tick = (): void => {
    running = running.then(() => (closed ? undefined : pass()));
  };
  tick();
  const timer = setInterval(tick, intervalMs);
  return {
    leftOut: () => new Set(leftOut.map(({ eventId }) => eventId)).size,
    close: async () => {
      closed = true;
      clearInterval(timer);
      await running;
      redis.disconnect();
    },
  };
}
