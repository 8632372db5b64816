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

/**
 * Until the transaction ends nobody dates a photo of the event. In the order of face.repository.ts: whoever holds a photo of
 * these may be waiting for the event.
 */
export async function lockPhotosAndEvent(tx: Prisma.TransactionClient, eventId: string): Promise<void> {
  await tx.$executeRaw`select 1 from "Photo" where "eventId" = ${eventId}::uuid order by id for no key update`;
  await lockEvent(tx, eventId);
}
