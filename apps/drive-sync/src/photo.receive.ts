/** @module Bytes from Drive become a photo of the event, once, checked against the MD5 that Drive states. */
import type { PhotoOrigin, PhotoOriginRepository } from '@visage/database/photo/photo-origin.repository';
import { QuotaExceededError, type StorageQuota } from '@visage/database/upload/storage.quota';
import { DriveStopError } from '@visage/drive/drive.fault';
import type { Originals } from '@visage/originals/originals';
import type { JobEnqueue } from '@visage/queues/job.enqueue';
import type { ArrivingFile } from './photo.fetch.js';

export interface ReceiveDependencies {
  originals: Pick<Originals, 'receive' | 'admit'>;
  /** What the owner of an event may still take in. */
  quota: Pick<StorageQuota, 'require'>;
  origins: Pick<PhotoOriginRepository, 'find'>;
  jobs: Pick<JobEnqueue, 'enqueue'>;
  maxBytes: number;
}

/**
 * @returns null when the event was erased meanwhile. Then, and when it throws, nothing of the file stays.
 * @throws Error when other bytes came than Drive announced, PhotoError when they are no photo, OriginalTooLargeError,
 * DriveStopError when there is no room.
 */
export async function receivePhoto(
  { eventId, fileName, driveFileId, source, expectedMd5 }: ArrivingFile,
  { originals, quota: room, origins, jobs, maxBytes }: ReceiveDependencies,
): Promise<PhotoOrigin | null> {
  const arrived = await originals.receive(source, { eventId, maxBytes });
  const { md5, bytes } = arrived.sums;
  if (expectedMd5 !== null && md5 !== expectedMd5) {
    await arrived.discard();
    throw new Error(`${fileName} did not arrive whole: its MD5 differs from the one that Drive states.`);
  }
  const requireRoom = (): Promise<void> => room.require(eventId, bytes).catch(stopWithoutRoom);
  const admitted = await originals.admit({ eventId, fileName, driveFileId }, arrived, requireRoom);
  if (!admitted) return null;
  const photoId = admitted.photo.id;
  if (admitted.toIngest) await jobs.enqueue('ingest', { photoId }).catch(() => undefined); // the reconciler will
  return origins.find(photoId);
}

function stopWithoutRoom(error: unknown): never {
  throw error instanceof QuotaExceededError ? new DriveStopError(error.message, { cause: error }) : error;
}
