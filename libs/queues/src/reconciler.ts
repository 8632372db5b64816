/**
 * @module Postgres knows what remains to be done, Redis only carries it. The reconciler asks the one and tells the other,
 * so that a lost queue, a request that came while Redis was away, or a new pipeline version need nobody's hand.
 */
import type { JobPayload, QueueName } from '@visage/contracts/job.contract';

/** One queue and where its work is written down. */
export interface RemainingWork<Q extends QueueName = QueueName> {
  queue: Q;
  /** Oldest first, at most `limit`. */
  find(limit: number): Promise<JobPayload<Q>[]>;
}

export interface ReconcilePorts {
  /** Adds what is not yet waiting or running; answers how many that were. */
  enqueueAll<Q extends QueueName>(queue: Q, payloads: readonly JobPayload<Q>[]): Promise<number>;
}

/**
 * Queues are first in, first out, so the oldest remaining work is what should run next: looking at this much of it is
 * enough, and the cost of a pass does not grow with the backlog.
 */
const LIMIT = 1_000;

/** @returns how many jobs were missing and have been added, per queue. */
export async function reconcile(
  work: readonly RemainingWork[],
  ports: ReconcilePorts,
): Promise<Map<QueueName, number>> {
  const restored = new Map<QueueName, number>();
  for (const { queue, find } of work) {
    const added = await ports.enqueueAll(queue, await find(LIMIT));
    restored.set(queue, (restored.get(queue) ?? 0) + added);
  }
  return restored;
}
