/** @module A photo's state follows from the stamps that its stages leave; nothing else keeps it. */
import type { PhotoState } from '@visage/contracts/photo.contract';
import type { Prisma } from '../generated/client.js';

/** When each stage was last done with the photo; null = not yet. */
export interface PhotoStamps {
  ingestedAt: Date | null;
  detectedAt: Date | null;
  embeddedAt: Date | null;
  failedAt: Date | null;
}

/** Versions do not count here: a photo that a better model will look at again is ready meanwhile. */
export function photoState(stamps: PhotoStamps): PhotoState {
  if (stamps.failedAt) return 'failed';
  if (!stamps.ingestedAt) return 'received';
  return stamps.detectedAt && stamps.embeddedAt ? 'ready' : 'ingested';
}

/** The same as conditions of a query. */
export const photosInState: Record<PhotoState, Prisma.PhotoWhereInput> = {
  failed: { failedAt: { not: null } },
  received: { failedAt: null, ingestedAt: null },
  ingested: { failedAt: null, ingestedAt: { not: null }, OR: [{ detectedAt: null }, { embeddedAt: null }] },
  ready: { failedAt: null, ingestedAt: { not: null }, detectedAt: { not: null }, embeddedAt: { not: null } },
};
