/** @module What a worker does between start and shutdown: its queues, and the search for work that Redis lost. */
import { queueNames, type QueueName } from '@visage/contracts/job.contract';
import { ModelError } from '@visage/models/model.error';
import type { JobEnqueue } from '@visage/queues/job.enqueue';
import { JobPutOffError } from '@visage/queues/job.failure';
import type { JobLog } from '@visage/queues/job.log';
import { payloadOf } from '@visage/queues/job.subject';
import { startJobWorker, type JobWorker } from '@visage/queues/job.worker';
import type { RemainingWork } from '@visage/queues/reconciler';
import { startReconciler, type Reconciler } from '@visage/queues/reconciler.timer';
import type { QueueTable, QueueWork } from './worker.definition.js';

export interface WorkOptions<Dependencies> {
  /** Of the worker. */
  name: string;
  queues: QueueTable<Dependencies>;
  dependencies: Dependencies;
  redisUrl: string;
  jobs: Pick<JobEnqueue, 'enqueueAll'>;
  log: JobLog;
}

/** Closing waits for the jobs under way. */
export type Work = Reconciler;

export function startWork<Dependencies>(options: WorkOptions<Dependencies>): Work {
  const { redisUrl, name, queues, jobs, log } = options;
  const started = queueNames.flatMap((queue) => {
    const work = queues[queue];
    return work ? [startQueue(queue, work, options)] : [];
  });
  const work = started.map(({ remaining }) => remaining);
  const reconciler = startReconciler({ redisUrl, name, work, jobs, log });
  return {
    leftOut: () => reconciler.leftOut(),
    close: async () => {
      await reconciler.close();
      for (const { worker } of started) await worker.close();
    },
  };
}

function startQueue<Q extends QueueName, Dependencies>(
  queue: Q,
  work: QueueWork<Q, Dependencies>,
  { dependencies, redisUrl, log }: WorkOptions<Dependencies>,
): { worker: JobWorker; remaining: RemainingWork<Q> } {
  const { concurrency } = work;
  const worker = startJobWorker({
    ...{ redisUrl, queue, log },
    handle: (payload) => unlessModelMissing(() => work.handle(payload, dependencies)),
    onFailed: async (payload, error) => work.failed?.(payload, error, dependencies),
    concurrency: typeof concurrency === 'function' ? concurrency(dependencies) : concurrency,
  });
  const find: RemainingWork<Q>['find'] = async (limit, leaveOut) => {
    const ids = await work.remaining(limit, dependencies, leaveOut);
    return ids.map((id) => payloadOf(queue, id));
  };
  return { worker, remaining: { queue, find } };
}

/** A model that is not here is no fault of the photo, and trying again soon does not bring it. */
async function unlessModelMissing(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    throw new JobPutOffError(error.message, { cause: error });
  }
}
