/** @module One worker at a time per event, over all machines. */
import { withAdvisoryLock, type LockResult } from '../client/advisory.lock.js';
import type { Database } from '../client/database.client.js';

/** "VISG" in ASCII. */
const EVENT_LOCKS = 0x56495347;

export function withEventLock<T>(
  database: Database,
  eventId: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<LockResult<T>> {
  return withAdvisoryLock(database, EVENT_LOCKS, eventId, work);
}
