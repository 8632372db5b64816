/** @module One at a time per original, that is per event and SHA-256, over all machines. */
import { inAdvisoryTurn } from '../client/advisory.lock.js';
import type { Database } from '../client/database.client.js';

/** "VISO" in ASCII. */
const ORIGINAL_LOCKS = 0x5649534f;

/** Waits for whoever else works on it. `signal` aborts when the lock is lost. */
export function inTurnOfOriginal<T>(
  database: Database,
  { eventId, sha256 }: { eventId: string; sha256: string },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return inAdvisoryTurn(database, ORIGINAL_LOCKS, `${eventId}/${sha256}`, work);
}
