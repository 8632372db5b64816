/** @module Bytes from Drive become a photo of the event, once, checked against the MD5 that Drive states. */
import type { PhotoOrigin, PhotoOrigins } from '@visage/database/photo.origin';
import type { PhotoRepository } from '@visage/database/photo.repository';
import type { JobEnqueue } from '@visage/queues/job.enqueue';
import type { ObjectStore } from '@visage/storage/object.store';
import { receiveOriginal } from '@visage/storage/original.store';
import type { ArrivingFile } from './photo.fetch.js';

export interface ReceiveDependencies {
  store: ObjectStore;
  photos: Pick<PhotoRepository, 'create' | 'findBySha256' | 'remove'>;
  origins: Pick<PhotoOrigins, 'find'>;
  jobs: Pick<JobEnqueue, 'enqueue'>;
  maxBytes: number;
}

/**
 * @returns null when the event was erased meanwhile. Then, and when it throws, nothing of the file stays.
 * @throws Error when other bytes came than Drive announced, OriginalTooLargeError.
 */
export async function receivePhoto(
  { eventId, fileName, driveFileId, source, expectedMd5 }: ArrivingFile,
  { store, photos, origins, jobs, maxBytes }: ReceiveDependencies,
): Promise<PhotoOrigin | null> {
  const { key, sha256, md5, crc32, bytes } = await receiveOriginal(store, source, { eventId, maxBytes });
  if (expectedMd5 !== null && md5 !== expectedMd5) {
    if (!(await photos.findBySha256(eventId, sha256))) await store.delete(key);
    throw new Error(`${fileName} did not arrive whole: its MD5 differs from the one that Drive states.`);
  }
  const { photo, duplicate } = await photos.create({ eventId, fileName, sha256, md5, crc32, bytes, driveFileId });
  const origin = await origins.find(photo.id);
  if (!origin) {
    await photos.remove(photo.id);
    await store.delete(key);
    return null;
  }
  if (!duplicate) await jobs.enqueue('ingest', { photoId: photo.id }).catch(() => undefined); // the reconciler will
  return origin;
}
