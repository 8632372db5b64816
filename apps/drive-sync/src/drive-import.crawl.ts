/**
 * @module Writes down every folder and file below the chosen folder. A folder that may not be looked into is a failure of
 * its own in the report; folders that shortcuts lead to count as if they lay here.
 */
import type {
  DriveImportFileRepository,
  FileOutcome,
  FoundFile,
  FoundFolder,
} from '@visage/database/drive/drive-import-file.repository';
import { judgeDriveFault } from '@visage/drive/drive.fault';
import type { DrivePacer } from '@visage/drive/drive.pacer';
import {
  FOLDER_MIME_TYPE,
  SHORTCUT_MIME_TYPE,
  type DriveFile,
  type DriveReader,
} from '@visage/drive/drive.reader';
import type { DriveImportRun } from './drive-import.run.js';
import { isPhotoFile, notAPhoto } from './photo.kind.js';
import { RunStoppedError } from './run.error.js';

export interface CrawlDependencies {
  drive: Pick<DriveReader, 'listFolder'>;
  pacer: Pick<DrivePacer, 'run'>;
  files: Pick<DriveImportFileRepository, 'recordFound' | 'findUnlistedFolder' | 'markListed' | 'retryFailed'>;
}

type Found = FoundFile & Partial<FileOutcome>;

export async function crawlFolders(run: DriveImportRun, dependencies: CrawlDependencies): Promise<void> {
  const { files } = dependencies;
  await files.recordFound(run.id, { folders: [{ folderId: run.folderId, path: '' }], files: [] });
  for (;;) {
    const folder = await files.findUnlistedFolder(run.id);
    if (!folder) return;
    await crawlFolder(run, folder, dependencies);
    await files.markListed(run.id, folder.folderId);
  }
}

/** A folder whose listing broke off is listed again from its beginning; what was recorded stays recorded once. */
async function crawlFolder(
  run: DriveImportRun,
  folder: FoundFolder,
  { drive, pacer, files }: CrawlDependencies,
): Promise<void> {
  let pageToken: string | undefined;
  do {
    const page = await pacer
      .run(() => drive.listFolder(folder.folderId, { pageToken }))
      .catch((error: unknown) => {
        const { kind, reason } = judgeDriveFault(error);
        if (kind !== 'file') throw error;
        if (folder.path === '')
          throw new RunStoppedError(`The folder cannot be read. ${reason}`, { cause: error });
        return { unreadable: reason };
      });
    if ('unreadable' in page) {
      await files.recordFound(run.id, { folders: [], files: [unreadableFolder(folder, page.unreadable)] });
      return;
    }
    await files.recordFound(run.id, sorted(page.files, folder));
    pageToken = page.nextPageToken ?? undefined;
  } while (pageToken);
}

function sorted(
  found: readonly DriveFile[],
  parent: FoundFolder,
): { folders: FoundFolder[]; files: Found[] } {
  const folders: FoundFolder[] = [];
  const files: Found[] = [];
  for (const file of found) {
    const folderId = folderIdOf(file);
    if (folderId !== null) folders.push({ folderId, path: pathBelow(parent, file.name) });
    else files.push(toFound(file, parent));
  }
  return { folders, files };
}

function folderIdOf({ id, mimeType, target }: DriveFile): string | null {
  if (mimeType === FOLDER_MIME_TYPE) return id;
  return target?.mimeType === FOLDER_MIME_TYPE ? target.id : null;
}

function toFound({ id, name, mimeType, md5, bytes, target }: DriveFile, { path }: FoundFolder): Found {
  const file = { fileId: id, name, path };
  if (mimeType === SHORTCUT_MIME_TYPE) {
    const shortcut = { ...file, mimeType: null, md5: null, bytes: null, targetId: target?.id ?? null };
    // its type is known without asking, as long as its target is there
    return target?.mimeType == null || isPhotoFile(target.mimeType, name)
      ? shortcut
      : { ...shortcut, outcome: 'skipped', reason: notAPhoto(target.mimeType) };
  }
  const plain = { ...file, mimeType, md5, bytes, targetId: null };
  return isPhotoFile(mimeType, name) ? plain : { ...plain, outcome: 'skipped', reason: notAPhoto(mimeType) };
}

function unreadableFolder({ folderId, path }: FoundFolder, reason: string): Found {
  const name = path.split(PATH_SEPARATOR).at(-1) ?? path;
  const none = { mimeType: FOLDER_MIME_TYPE, md5: null, bytes: null, targetId: null };
  return {
    fileId: folderId,
    name,
    path,
    ...none,
    outcome: 'failed',
    reason: `This folder cannot be read. ${reason}`,
  };
}

const PATH_SEPARATOR = ' / ';
/** Drive allows names of 32,767 characters. */
const MAX_PATH = 200;

/** Folders of one name in one place give one path, and so one album. */
function pathBelow(parent: FoundFolder, name: string): string {
  const own = name.replaceAll('\u0000', '').trim() || 'Untitled';
  return (parent.path === '' ? own : `${parent.path}${PATH_SEPARATOR}${own}`).slice(0, MAX_PATH);
}
