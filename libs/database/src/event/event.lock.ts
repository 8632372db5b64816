/** @module One worker at a time per event over all machines, and one writer of its people at a time. */
import { withAdvisoryLock, type LockResult } from '../client/advisory.lock.js';
import type { Database } from '../client/database.client.js';
import type { Prisma } from '../generated/client.js';

/** "VISG" in ASCII. */
const EVENT_LOCKS = 0x56495347;

export function withEventLock<T>(
  database: Database,
  eventId: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<LockResult<T>> {
  return withAdvisoryLock(database, EVENT_LOCKS, eventId, work);
}

/** Until the transaction ends; photos that arrive are not held up. */
export async function lockEvent(tx: Prisma.TransactionClient, eventId: string): Promise<void> {
  await tx.$queryRaw`select 1 from "Event" where id = ${eventId}::uuid for no key update`;
}
