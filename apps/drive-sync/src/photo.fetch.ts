/**
 * @module A file of Drive as a photo of the event: found by its MD5 before anything is fetched, or fetched and recognised by
 * its SHA-256. Imports and mirrors fetch alike.
 */
import type { Readable } from 'node:stream';
import { PhotoError } from '@visage/contracts/photo-error.contract';
import type { PhotoOrigin } from '@visage/database/photo/photo-origin.repository';
import { DriveFileError } from '@visage/drive/drive.fault';
import type { DrivePacer } from '@visage/drive/drive.pacer';
import type { DriveReader } from '@visage/drive/drive.reader';
import { OriginalTooLargeError } from '@visage/storage/object.error';
import { NoPhotoError } from './photo.kind.js';
import type { TransferTurns } from './transfer.turns.js';

export interface FetchDependencies {
  drive: Pick<DriveReader, 'download'>;
  pacer: Pick<DrivePacer, 'run'>;
  photos: { findByMd5(eventId: string, md5: string, bytes: number): Promise<PhotoOrigin | null> };
  /** Whether the original of a known photo still is what it was. */
  isWhole(photo: { eventId: string } & Pick<PhotoOrigin, 'sha256' | 'bytes'>): Promise<boolean>;
  /** Stores the bytes and makes the photo, or finds the one that has them; null = the event was erased meanwhile. */
  receivePhoto(input: ArrivingFile): Promise<PhotoOrigin | null>;
  maxBytes: number;
}

export interface ArrivingFile {
  eventId: string;
  fileName: string;
  driveFileId: string;
  source: Readable;
  expectedMd5: string | null;
}

export interface FileToFetch {
  eventId: string;
  fileName: string;
  /** Whom the photo is known by. */
  driveFileId: string;
  /** Where the bytes are: a shortcut's target, else the file itself. */
  sourceId: string;
  md5: string | null;
  bytes: number | null;
}

/**
 * @returns null when the event was erased meanwhile. @throws NoPhotoError for what is no photo, and what Drive or our own
 * stores failed with.
 */
export function findOrFetchPhoto(
  file: FileToFetch,
  turns: TransferTurns,
  dependencies: FetchDependencies,
): Promise<PhotoOrigin | null> {
  const { eventId, md5, bytes } = file;
  // of two copies the second waits, to be known by then and not fetched
  return turns.take(md5, async () => {
    const known =
      md5 === null || bytes === null ? null : await dependencies.photos.findByMd5(eventId, md5, bytes);
    return known && (await dependencies.isWhole({ eventId, ...known }))
      ? known
      : fetchPhoto(file, dependencies);
  });
}

async function fetchPhoto(
  { eventId, fileName, driveFileId, sourceId, md5, bytes }: FileToFetch,
  { drive, pacer, receivePhoto, maxBytes }: FetchDependencies,
): Promise<PhotoOrigin | null> {
  if (bytes !== null && bytes > maxBytes) throw tooLarge(maxBytes);
  return pacer.run(async () => {
    try {
      const arriving = { eventId, fileName, driveFileId, expectedMd5: md5 };
      return await receivePhoto({ ...arriving, source: await drive.download(sourceId) });
    } catch (error) {
      if (error instanceof OriginalTooLargeError) throw tooLarge(maxBytes);
      throw error instanceof PhotoError ? new NoPhotoError(error.reason, { cause: error }) : error;
    }
  });
}

function tooLarge(maxBytes: number): DriveFileError {
  return new DriveFileError(
    `Larger than this server takes (${Math.round(maxBytes / 2 ** 20)} MiB); its administrator sets PHOTO_MAX_BYTES.`,
  );
}
