/** @module Bytes from Drive become a photo of the event, once, checked against the MD5 that Drive states. */
import type { PhotoOrigin, PhotoOrigins } from '@visage/database/photo.origin';
import { NoRoomError, type StorageRoom } from '@visage/database/storage.room';
import { DriveStopError } from '@visage/drive/drive.fault';
import { admitPhoto, type AdmissionDependencies } from '@visage/host/photo.admission';
import type { JobEnqueue } from '@visage/queues/job.enqueue';
import type { ObjectStore } from '@visage/storage/object.store';
import { receiveOriginal } from '@visage/storage/original.store';
import type { ArrivingFile } from './photo.fetch.js';

export interface ReceiveDependencies {
  store: ObjectStore;
  photos: AdmissionDependencies['photos'];
  /** What the owner of an event may still take in. */
  room: Pick<StorageRoom, 'require'>;
  origins: Pick<PhotoOrigins, 'find'>;
  jobs: Pick<JobEnqueue, 'enqueue'>;
  maxBytes: number;
}

/**
 * @returns null when the event was erased meanwhile. Then, and when it throws, nothing of the file stays.
 * @throws Error when other bytes came than Drive announced, OriginalTooLargeError, DriveStopError when there is no room.
 */
export async function receivePhoto(
  { eventId, fileName, driveFileId, source, expectedMd5 }: ArrivingFile,
  { store, photos, room, origins, jobs, maxBytes }: ReceiveDependencies,
): Promise<PhotoOrigin | null> {
  const { key, sha256, md5, crc32, bytes } = await receiveOriginal(store, source, { eventId, maxBytes });
  if (expectedMd5 !== null && md5 !== expectedMd5) {
    if (!(await photos.findBySha256(eventId, sha256))) await store.delete(key);
    throw new Error(`${fileName} did not arrive whole: its MD5 differs from the one that Drive states.`);
  }
  const admitted = await admitPhoto({ eventId, fileName, sha256, md5, crc32, bytes, driveFileId }, key, {
    ...{ photos, store },
    requireRoom: (id, more) => room.require(id, more).catch(stopWithoutRoom),
    enqueue: (photoId) => jobs.enqueue('ingest', { photoId }).catch(() => undefined), // the reconciler will
  });
  return admitted && origins.find(admitted.photo.id);
}

function stopWithoutRoom(error: unknown): never {
  throw error instanceof NoRoomError ? new DriveStopError(error.message, { cause: error }) : error;
}
