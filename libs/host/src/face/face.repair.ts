/** @module Faces whose embedding does not open are left out by whoever compares faces, and made whole again meanwhile. */
import type { FaceRepairRepository, UnreadableFace } from '@visage/database/face/face-repair.repository';
import type { JobLog } from '@visage/queues/job.log';
import type { Clock } from '../clock.js';

export interface FaceRepair {
  repairs: Pick<FaceRepairRepository, 'embedAnew'>;
  log: Pick<JobLog, 'error'>;
  clock: Clock;
}

export interface UnreadableFaces {
  unreadable: readonly UnreadableFace[];
  /** Of the key that did not open them. */
  revision: number;
}

/** @throws KeyRotatedError when the key was not the event's any more: what was read is to be read again, with the new one */
export async function repairFaces(
  eventId: string,
  { unreadable, revision }: UnreadableFaces,
  { repairs, log, clock }: FaceRepair,
): Promise<void> {
  if (unreadable.length === 0) return;
  const faceIds = unreadable.map(({ id }) => id);
  await repairs.embedAnew(eventId, unreadable, clock.now(), revision);
  log.error({ eventId, faceIds }, 'embeddings do not open; their photos are embedded anew');
}
