/** @module One worker at a time per mirror, over all machines. */
import { withAdvisoryLock, type LockResult } from '../client/advisory.lock.js';
import type { Database } from '../client/database.client.js';

/** "VISM" in ASCII. */
const MIRROR_LOCKS = 0x5649534d;

export function withMirrorLock<T>(
  database: Database,
  mirrorId: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<LockResult<T>> {
  return withAdvisoryLock(database, MIRROR_LOCKS, mirrorId, work);
}
