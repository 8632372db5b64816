/**
 * @module Imports a Drive folder, sub-folders included, into an event: originals bit for bit, duplicates recognised,
 * every file accounted for. May run twice and may die anywhere: files already settled are passed over.
 */
import type { Readable } from 'node:stream';
import type { DriveImportFileRecord } from '@visage/database/drive-import.repository';
import { judgeDriveFault } from '@visage/drive/drive.fault';
import type { DrivePacer } from '@visage/drive/drive.pacer';
import { FOLDER_MIME_TYPE, type DriveFile, type DriveReader } from '@visage/drive/drive.reader';

export interface DriveImportDependencies {
  drive: DriveReader;
  pacer: DrivePacer;
  imports: {
    start(id: string): Promise<void>;
    finish(id: string, error: string | null): Promise<void>;
    findSettledFileIds(id: string): Promise<Set<string>>;
    recordFile(id: string, file: DriveImportFileRecord): Promise<void>;
  };
  /** Stores the bytes and makes the photo; `md5` is that of the bytes received. */
  receivePhoto(input: {
    eventId: string;
    fileName: string;
    source: Readable;
    expectedMd5: string | null;
  }): Promise<{
    photoId: string;
    duplicate: boolean;
  }>;
}

/** An error that ends the run; its message is for people. */
export class DriveImportStopped extends Error {
  override readonly name = 'DriveImportStopped';
}

export async function handleDriveImport(
  run: { id: string; eventId: string; folderId: string },
  dependencies: DriveImportDependencies,
): Promise<void> {
  const { imports } = dependencies;
  await imports.start(run.id);
  const settled = await imports.findSettledFileIds(run.id);
  try {
    await importFolder(run, run.folderId, settled, new Set(), dependencies);
  } catch (error) {
    const verdict = judgeDriveFault(error);
    const stop = error instanceof DriveImportStopped || verdict.kind !== 'retry';
    if (!stop) throw error; // the queue tries the whole run again
    await imports.finish(run.id, error instanceof DriveImportStopped ? error.message : verdict.reason);
    return;
  }
  await imports.finish(run.id, null);
}

async function importFolder(
  run: { id: string; eventId: string },
  folderId: string,
  settled: Set<string>,
  visited: Set<string>,
  dependencies: DriveImportDependencies,
): Promise<void> {
  if (visited.has(folderId)) return; // a folder may have several parents, itself among them
  visited.add(folderId);
  const children = await childrenOf(folderId, dependencies);
  for (const file of children) {
    if (file.mimeType === FOLDER_MIME_TYPE) {
      await importFolder(run, file.id, settled, visited, dependencies);
    } else if (!settled.has(file.id)) {
      await dependencies.imports.recordFile(run.id, await importFile(run.eventId, file, dependencies));
      settled.add(file.id);
    }
  }
}

async function importFile(
  eventId: string,
  file: DriveFile,
  { drive, receivePhoto, pacer }: DriveImportDependencies,
): Promise<DriveImportFileRecord> {
  const record = { fileId: file.id, name: file.name };
  if (!file.mimeType.startsWith('image/')) {
    return { ...record, outcome: 'skipped', reason: `Not an image (${file.mimeType}).` };
  }
  try {
    const { photoId, duplicate } = await pacer.run(async () =>
      receivePhoto({
        eventId,
        fileName: file.name,
        source: await drive.download(file.id),
        expectedMd5: file.md5,
      }),
    );
    return { ...record, outcome: duplicate ? 'duplicate' : 'imported', photoId };
  } catch (error) {
    const verdict = judgeDriveFault(error);
    if (verdict.kind === 'stop') throw new DriveImportStopped(verdict.reason, { cause: error });
    return { ...record, outcome: 'failed', reason: verdict.reason };
  }
}

async function childrenOf(
  folderId: string,
  { drive, pacer }: DriveImportDependencies,
): Promise<DriveFile[]> {
  const found: DriveFile[] = [];
  let pageToken: string | undefined;
  do {
    const page = await pacer.run(() => drive.listFolder(folderId, { pageToken }));
    found.push(...page.files);
    pageToken = page.nextPageToken ?? undefined;
  } while (pageToken);
  return found;
}
