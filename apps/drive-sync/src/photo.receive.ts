/** @module Bytes from Drive become a photo of the event, once, checked against the MD5 that Drive states. */
import type { Readable } from 'node:stream';
import type { PhotoRepository } from '@visage/database/photo.repository';
import type { JobEnqueue } from '@visage/queues/job.enqueue';
import type { ObjectStore } from '@visage/storage/object.store';
import { receiveOriginal } from '@visage/storage/original.store';

export interface ReceiveDependencies {
  store: ObjectStore;
  photos: Pick<PhotoRepository, 'create' | 'findBySha256'>;
  jobs: Pick<JobEnqueue, 'enqueue'>;
  maxBytes: number;
}

export interface ArrivingPhoto {
  eventId: string;
  fileName: string;
  source: Readable;
  /** Lower-case hex; null when Drive states none. */
  expectedMd5: string | null;
}

/** @throws Error when other bytes came than Drive announced (nothing of them stays), OriginalTooLargeError. */
export async function receivePhoto(
  { eventId, fileName, source, expectedMd5 }: ArrivingPhoto,
  { store, photos, jobs, maxBytes }: ReceiveDependencies,
): Promise<{ photoId: string; duplicate: boolean }> {
  const { key, sha256, md5, crc32, bytes } = await receiveOriginal(store, source, { eventId, maxBytes });
  if (expectedMd5 !== null && md5 !== expectedMd5) {
    if (!(await photos.findBySha256(eventId, sha256))) await store.delete(key);
    throw new Error(`${fileName} did not arrive whole`);
  }
  const { photo, duplicate } = await photos.create({ eventId, fileName, sha256, md5, crc32, bytes });
  if (!duplicate) await jobs.enqueue('ingest', { photoId: photo.id }).catch(() => undefined); // the reconciler will
  return { photoId: photo.id, duplicate };
}
