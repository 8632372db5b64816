/**
 * @module Fetches what an import has found. A file whose bytes the event has already is recognised by its MD5 before
 * anything is fetched, and by its SHA-256 after; either way the photo joins the album of its folder.
 */
import type { AlbumRepository } from '@visage/database/album/album.repository';
import type {
  DriveImportFileRepository,
  FileOutcome,
  FoundFile,
} from '@visage/database/drive/drive-import-file.repository';
import type { PhotoOrigin } from '@visage/database/photo/photo-origin.repository';
import { DriveFileError, judgeDriveFault } from '@visage/drive/drive.fault';
import type { DriveReader } from '@visage/drive/drive.reader';
import type { DriveImportRun } from './drive-import.run.js';
import { findOrFetchPhoto, type FetchDependencies } from './photo.fetch.js';
import { isPhotoFile, NoPhotoError, notAPhoto } from './photo.kind.js';
import { RunGoneError } from './run.error.js';
import { transferEach } from './transfer.pool.js';
import { TransferTurns } from './transfer.turns.js';

export type TransferDependencies = FetchDependencies & {
  drive: Pick<DriveReader, 'getFile'>;
  files: Pick<DriveImportFileRepository, 'findPending' | 'settle'>;
  albums: Pick<AlbumRepository, 'findOrCreate' | 'addPhotos'>;
  /** Files at a time. */
  transfers: number;
};

/** A file with bytes: a shortcut's target, where it is one. */
interface Source {
  id: string;
  mimeType: string;
  md5: string | null;
  bytes: number | null;
}

/** Files taken from the database at once: this much stays in memory, however large the folder is. */
const BATCH = 200;
/** So many files in a row that fail as Google being away would: then it is not the files. */
const OUTAGE = 6;

export async function transferFiles(run: DriveImportRun, dependencies: TransferDependencies): Promise<void> {
  const albums = new Map<string, Promise<string>>();
  const turns = new TransferTurns();
  let failuresInARow = 0;
  const transfer = async (file: FoundFile): Promise<void> => {
    const result = await findOrFetch(run, file, turns, dependencies);
    if (result.photo) await joinAlbum(run, file, result.photo.id, albums, dependencies);
    failuresInARow = result.passing ? failuresInARow + 1 : 0;
    if (!(await dependencies.files.settle(run.id, file.fileId, result.outcome)))
      throw new RunGoneError(run.id);
    if (failuresInARow >= OUTAGE)
      throw new Error(`Drive fails for every file: ${result.outcome.reason ?? ''}`);
  };
  for (;;) {
    const batch = await dependencies.files.findPending(run.id, BATCH);
    if (batch.length === 0) return;
    await transferEach(batch, dependencies.transfers, transfer);
  }
}

interface FileResult {
  outcome: FileOutcome;
  photo?: PhotoOrigin;
  /** The failure is one that usually passes by itself. */
  passing?: boolean;
}

/** Failures of Drive are the file's; those of our own database or queue end the run, to be tried again. */
async function findOrFetch(
  run: DriveImportRun,
  file: FoundFile,
  turns: TransferTurns,
  dependencies: TransferDependencies,
): Promise<FileResult> {
  const source = await settled(sourceOf(file, dependencies));
  if ('failed' in source) return source.failed;
  const { mimeType, md5, bytes } = source.value;
  if (!isPhotoFile(mimeType, file.name))
    return { outcome: { outcome: 'skipped', reason: notAPhoto(mimeType) } };
  const wanted = {
    eventId: run.eventId,
    fileName: file.name,
    driveFileId: file.fileId,
    sourceId: source.value.id,
    md5,
    bytes,
  };
  const fetched = await settled(findOrFetchPhoto(wanted, turns, dependencies));
  if ('failed' in fetched) return fetched.failed;
  const photo = fetched.value;
  if (!photo) throw new RunGoneError(run.id);
  const outcome = isOfThisRun(photo, run, file) ? 'imported' : 'duplicate';
  return { outcome: { outcome, photoId: photo.id }, photo };
}

/** @throws what ends the whole run. */
async function settled<T>(work: Promise<T>): Promise<{ value: T } | { failed: FileResult }> {
  try {
    return { value: await work };
  } catch (error) {
    const { kind, reason } = judgeDriveFault(error);
    if (kind === 'stop') throw error;
    const outcome = error instanceof NoPhotoError ? 'skipped' : 'failed';
    return { failed: { outcome: { outcome, reason }, passing: kind === 'retry' } };
  }
}

async function sourceOf(
  { fileId, mimeType, md5, bytes, targetId }: FoundFile,
  { drive, pacer }: TransferDependencies,
): Promise<Source> {
  if (mimeType !== null) return { id: fileId, mimeType, md5, bytes };
  if (targetId === null) throw new DriveFileError('This shortcut leads nowhere.');
  const target = await pacer
    .run(() => drive.getFile(targetId))
    .catch((error: unknown): never => {
      if (judgeDriveFault(error).kind !== 'file') throw error;
      throw new DriveFileError(
        'This shortcut leads to a file that was removed, or is not shared with the connected account.',
      );
    });
  if (target.trashed) throw new DriveFileError('This shortcut leads to a file in the trash.');
  return target;
}

/** A run that died after it had made the photo finds it again, and it is still what this run imported. */
function isOfThisRun(
  { driveFileId, createdAt }: PhotoOrigin,
  run: DriveImportRun,
  { fileId }: FoundFile,
): boolean {
  return driveFileId === fileId && createdAt >= run.createdAt;
}

async function joinAlbum(
  { eventId }: DriveImportRun,
  { path }: FoundFile,
  photoId: string,
  known: Map<string, Promise<string>>,
  { albums }: TransferDependencies,
): Promise<void> {
  if (path === '') return;
  let albumId = known.get(path);
  if (!albumId) {
    albumId = albums.findOrCreate(eventId, path).then((album) => album.id);
    known.set(path, albumId);
  }
  await albums.addPhotos(await albumId, [photoId]);
}
