/** @module Faces whose embedding does not open are left out by whoever compares faces, and made whole again meanwhile. */
import type { FaceRepairRepository, UnreadableFace } from '@visage/database/face/face-repair.repository';
import type { JobLog } from '@visage/queues/job.log';
import type { Clock } from './clock.js';

export interface FaceRepair {
  repairs: Pick<FaceRepairRepository, 'embedAnew'>;
  log: Pick<JobLog, 'error'>;
  clock: Clock;
}

export async function repairFaces(
  eventId: string,
  unreadable: readonly UnreadableFace[],
  { repairs, log, clock }: FaceRepair,
): Promise<void> {
  if (unreadable.length === 0) return;
  const faceIds = unreadable.map(({ id }) => id);
  log.error({ eventId, faceIds }, 'embeddings do not open; their photos are embedded anew');
  await repairs.embedAnew(eventId, unreadable, clock.now());
}
