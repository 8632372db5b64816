/**
 * @module Postgres knows what remains to be done, Redis only carries it. The reconciler asks the one and tells the other,
 * so that a lost queue, a request that came while Redis was away, or a new pipeline version need nobody's hand.
 */
import type { JobPayload, QueueName } from '@visage/contracts/job.contract';

/** Says of an event that nobody can work on it as things are. Whoever says so goes on with the others. */
export type LeaveOut = (eventId: string, error: unknown) => void;

/** One queue and where its work is written down. */
export interface RemainingWork<Q extends QueueName = QueueName> {
  queue: Q;
  /** Oldest first, at most `limit`. */
  find(limit: number, leaveOut: LeaveOut): Promise<JobPayload<Q>[]>;
}

export interface ReconcilePorts {
  /** Adds what is not yet waiting or running; answers how many that were. */
  enqueueAll<Q extends QueueName>(queue: Q, payloads: readonly JobPayload<Q>[]): Promise<number>;
}

export interface ReconcilePass {
  /** How many jobs were missing and have been added. */
  restored: Map<QueueName, number>;
  leftOut: { queue: QueueName; eventId: string; error: unknown }[];
  /** Queues whose remaining work could not be found or added at all. */
  failed: { queue: QueueName; error: unknown }[];
}

/**
 * Queues are first in, first out, so the oldest remaining work is what should run next: looking at this much of it is
 * enough, and the cost of a pass does not grow with the backlog.
 */
const LIMIT = 1_000;

/** One event, or one queue, that fails stops no other. */
export async function reconcile(
  work: readonly RemainingWork[],
  ports: ReconcilePorts,
): Promise<ReconcilePass> {
  const pass: ReconcilePass = { restored: new Map(), leftOut: [], failed: [] };
  for (const { queue, find } of work) {
    try {
      const found = await find(LIMIT, (eventId, error) => pass.leftOut.push({ queue, eventId, error }));
      const added = await ports.enqueueAll(queue, found);
      pass.restored.set(queue, (pass.restored.get(queue) ?? 0) + added);
    } catch (error) {
      pass.failed.push({ queue, error });
    }
  }
  return pass;
}
