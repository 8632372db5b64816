/** @module What a worker is: its settings, what its handlers stand on, and its queues. */
import type { Type } from '@nestjs/common';
import type { JobPayload, QueueName } from '@visage/contracts/job.contract';
import type { PhotoErrorValue } from '@visage/contracts/photo-error.contract';
import type { LeaveOut } from '@visage/queues/reconciler';
import type { z } from 'zod';
import type { WorkerContext } from './worker.context.js';
import type { WorkerEnv } from './worker.env.js';

/** What a worker does for one queue. */
export interface QueueWork<Q extends QueueName, Dependencies> {
  /** May be called twice for one payload, also at the same time by another process. */
  handle(payload: JobPayload<Q>, dependencies: Dependencies): Promise<void>;
  /** The job failed for good: the photo was bad, its attempts are used up, or it lost its worker too often. */
  failed?(payload: JobPayload<Q>, error: PhotoErrorValue, dependencies: Dependencies): Promise<void>;
  /**
   * What Postgres knows to be left, as ids for payloads, oldest first and at most `limit`: what Redis lost of it is queued again.
   * An event that cannot be worked on is given to `leaveOut`, so that all others go on.
   */
  remaining(limit: number, dependencies: Dependencies, leaveOut: LeaveOut): Promise<string[]>;
  /** Jobs at a time; absent = that of the queue's settings. */
  concurrency?: number | ((dependencies: Dependencies) => number);
}

export type QueueTable<Dependencies> = { [Q in QueueName]?: QueueWork<Q, Dependencies> };

export interface WorkerDefinition<Env extends WorkerEnv, Dependencies> {
  /** Of the app: in its log, and for whose turn it is to reconcile. */
  name: string;
  settings: z.ZodType<Env>;
  /** Makes what the handlers are given, once; what it throws ends the start. */
  open(context: WorkerContext<Env>): Dependencies | Promise<Dependencies>;
  queues: QueueTable<NoInfer<Dependencies>>;
  /** Answers to messages, beside the queues; they inject `DEPENDENCIES`. */
  controllers?: Type[];
  /** Closes what `open` opened, when no handler runs any more. */
  close?(dependencies: NoInfer<Dependencies>): Promise<void>;
}

/** Ties the types of one worker together: handlers are given what its `open` gives. */
export function defineWorker<Env extends WorkerEnv, Dependencies>(
  definition: WorkerDefinition<Env, Dependencies>,
): WorkerDefinition<Env, Dependencies> {
  return definition;
}
