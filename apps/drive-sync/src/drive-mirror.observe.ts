/**
 * @module Writes down what Drive shows of a mirror's folder: all of it the first time, from then on what changed. The token of
 * the next page is kept together with what its page said. What is missing is never taken for deleted: a file that is not to be
 * seen may only be out of reach, and one in the trash with a folder above it was not thrown away by itself.
 */
import type {
  DriveMirrorItemRepository,
  SeenFile,
} from '@visage/database/drive/drive-mirror-item.repository';
import type { DriveMirrorRepository, MirrorRecord } from '@visage/database/drive/drive-mirror.repository';
import { judgeDriveFault, statusOf } from '@visage/drive/drive.fault';
import type { DrivePacer } from '@visage/drive/drive.pacer';
import type { DriveWatcher, WatchedFile } from '@visage/drive/drive.watcher';
import type { DriveWriter } from '@visage/drive/drive.writer';
import { isTaken } from './drive.taken.js';
import { MIRROR_MARK, type MirrorRun } from './drive-mirror.run.js';
import { isPhotoFile } from './photo.kind.js';
import { RunStoppedError } from './run.error.js';

export interface ObserveDependencies {
  watcher: DriveWatcher;
  drive: Pick<DriveWriter, 'reserveIds' | 'createFolder'>;
  pacer: Pick<DrivePacer, 'run'>;
  mirrors: Pick<DriveMirrorRepository, 'update'>;
  items: Pick<DriveMirrorItemRepository, 'recordSeen' | 'findUnlisted'>;
}

const NOT_FOUND = 404;
/** Drive no longer takes the token. */
const STALE_TOKEN = [400, 410];

/** @throws RunStoppedError when the folder itself is out of reach, for then nothing can be said about its files. */
export async function observeFolder(
  mirror: MirrorRecord,
  dependencies: ObserveDependencies,
): Promise<MirrorRun> {
  const run = await lookAtFolder(await provideFolder(mirror, dependencies), dependencies);
  if (run.pageToken !== null && (await followChanges(run, run.pageToken, dependencies))) return run;
  await listFolder(run, dependencies);
  return run;
}

/** The id is reserved and written down first, so that a folder is made once. */
async function provideFolder(
  mirror: MirrorRecord,
  { drive, pacer, mirrors }: ObserveDependencies,
): Promise<MirrorRun> {
  let { folderId } = mirror;
  if (folderId === null) {
    const [reserved] = await pacer.run(() => drive.reserveIds(1));
    if (reserved === undefined) throw new Error('Drive gave no id for the folder.');
    folderId = reserved;
    await mirrors.update(mirror.id, { folderId });
  }
  const run = { ...mirror, folderId };
  if (!mirror.folderToMake) return run;
  const folder = {
    id: folderId,
    name: mirror.folderName,
    parentId: null,
    appProperties: { [MIRROR_MARK.mirror]: mirror.id },
  };
  await pacer
    .run(() => drive.createFolder(folder))
    .catch((error: unknown) => {
      if (!isTaken(error)) throw error;
    });
  await mirrors.update(mirror.id, { folderToMake: false });
  return { ...run, folderToMake: false };
}

async function lookAtFolder(
  run: MirrorRun,
  { watcher, pacer, mirrors }: ObserveDependencies,
): Promise<MirrorRun> {
  const folder = await pacer
    .run(() => watcher.getFile(run.folderId))
    .catch((error: unknown): never => {
      if (judgeDriveFault(error).kind !== 'file') throw error;
      const words = `The folder “${run.folderName}” cannot be seen in Drive any more: it was deleted, or is no longer shared. Nothing was removed here.`;
      throw new RunStoppedError(words, { cause: error });
    });
  if (folder.trashed)
    throw new RunStoppedError(
      `The folder “${run.folderName}” is in the trash of Drive. Nothing was removed here. Restore it there, then go on.`,
    );
  const { name: folderName, driveId } = folder;
  if (folderName !== run.folderName || driveId !== run.driveId)
    await mirrors.update(run.id, { folderName, driveId });
  // a folder that moved to another drive has another log of changes
  return { ...run, folderName, driveId, pageToken: driveId === run.driveId ? run.pageToken : null };
}

/** @returns false when the log cannot be followed from here, and the folder is to be listed anew. */
async function followChanges(
  run: MirrorRun,
  from: string,
  { watcher, pacer, items }: ObserveDependencies,
): Promise<boolean> {
  for (let token = from; ;) {
    const page = await pacer
      .run(() => watcher.changes(token, run.driveId))
      .catch((error: unknown) => {
        if (STALE_TOKEN.includes(statusOf(error) ?? 0)) return null;
        throw error;
      });
    if (!page) return false;
    const seen = page.changes.map(({ fileId, file }) => seenFile(fileId, file, run.folderId));
    await items.recordSeen(run.id, seen, { pageToken: page.nextToken });
    if (page.last) return true;
    token = page.nextToken;
  }
}

async function listFolder(
  run: MirrorRun,
  { watcher, pacer, mirrors, items }: ObserveDependencies,
): Promise<void> {
  const token = await pacer.run(() => watcher.startToken(run.driveId));
  // oxlint-disable-next-line eslint-js/no-restricted-syntax -- tells this listing from those before it, and has to be later than they are
  const listedAt = new Date();
  let pageToken: string | undefined;
  do {
    const page = await pacer.run(() => watcher.listFiles(run.folderId, pageToken));
    await items.recordSeen(
      run.id,
      page.files.map((file) => seenFile(file.id, file, run.folderId)),
      { listedAt },
    );
    pageToken = page.nextPageToken ?? undefined;
  } while (pageToken);
  for (const fileId of await items.findUnlisted(run.id, listedAt)) {
    const file = await pacer
      .run(() => watcher.getFile(fileId))
      .catch((error: unknown) => {
        if (statusOf(error) === NOT_FOUND) return null;
        throw error;
      });
    await items.recordSeen(run.id, [seenFile(fileId, file, run.folderId)], { listedAt });
  }
  await mirrors.update(run.id, { pageToken: token });
}

/** @param file null = not to be seen. Shortcuts, folders and what is no photo are none of a mirror's business. */
export function seenFile(fileId: string, file: WatchedFile | null, folderId: string): SeenFile {
  if (!file) return { fileId, view: 'lost', name: '', md5: null, bytes: null, revision: null, isNew: false };
  const { name, md5, bytes, revision, mimeType, trashed, explicitlyTrashed, parents } = file;
  const here = parents.includes(folderId);
  const photo = md5 !== null && isPhotoFile(mimeType, name);
  const seen = { fileId, name, md5, bytes, revision, isNew: false };
  if (trashed) return { ...seen, view: explicitlyTrashed ? 'trash' : 'lost' };
  if (!here) return { ...seen, view: 'elsewhere' };
  return { ...seen, view: photo ? 'folder' : 'lost', isNew: photo };
}
