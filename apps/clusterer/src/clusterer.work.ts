/** @module What the clusterer does between start and shutdown. */
import type { EventRepository } from '@visage/database/event/event.repository';
import type { Closable } from '@visage/host/closable';
import type { JobEnqueue } from '@visage/queues/job.enqueue';
import type { JobLog } from '@visage/queues/job.log';
import { startJobWorker } from '@visage/queues/job.worker';
import { startReconciler } from '@visage/queues/reconciler.timer';
import { handleCluster, type ClusterDependencies } from './cluster.handler.js';
import type { GroupingThread } from './grouping.thread.js';

export interface ClustererDependencies extends Omit<ClusterDependencies, 'group'> {
  redisUrl: string;
  log: JobLog;
  jobs: JobEnqueue;
  events: EventRepository;
  thread: GroupingThread;
}

/** @returns what is to be closed, in this order. */
export function startClusterer(dependencies: ClustererDependencies): Closable[] {
  const { redisUrl, log, jobs, events, thread } = dependencies;
  const handling: ClusterDependencies = {
    ...dependencies,
    group: (task, signal) => thread.group(task, signal),
  };
  const find = async (limit: number): Promise<{ eventId: string }[]> =>
    (await events.findEventsToGroup(limit)).map((eventId) => ({ eventId }));
  return [
    startReconciler({ redisUrl, name: 'clusterer', work: [{ queue: 'cluster', find }], jobs, log }),
    startJobWorker({
      redisUrl,
      log,
      queue: 'cluster',
      handle: (payload) => handleCluster(payload, handling),
    }),
    thread,
  ];
}
