/** @module What earlier exports of the same thing have left in Drive: a thousand files a request. */
import type { DriveExportFileRepository } from '@visage/database/drive/drive-export-file.repository';
import type { DriveExit } from '@visage/host/drive.exit';
import { formOf } from '@visage/originals/original.form';
import type { DrivePacer } from '@visage/drive/drive.pacer';
import type { DriveWriter, ExportedFile } from '@visage/drive/drive.writer';
import { MARK, markOf, type DriveExportRun } from './drive-export.run.js';

export interface InventoryDependencies {
  drive: Pick<DriveWriter, 'findByProperty'>;
  pacer: Pick<DrivePacer, 'run'>;
  files: Pick<DriveExportFileRepository, 'findWaiting' | 'settle'>;
  exit: DriveExit;
}

/** @returns folders by their mark. A photo counts as present when its bytes are those that would leave. */
export async function findPresent(
  run: DriveExportRun,
  { drive, pacer, files, exit }: InventoryDependencies,
): Promise<Map<string, string>> {
  const folders = new Map<string, string>();
  let pageToken: string | undefined;
  do {
    const page = await pacer.run(() => drive.findByProperty(MARK.export, markOf(run), pageToken));
    const photos: ExportedFile[] = [];
    for (const file of page.files) {
      const mark = file.appProperties[MARK.folder];
      if (mark !== undefined) folders.set(mark, file.id);
      else if (file.appProperties[MARK.photo] !== undefined) photos.push(file);
    }
    const waiting = await files.findWaiting(
      run.id,
      photos.map((file) => file.appProperties[MARK.photo] ?? ''),
    );
    const decisions = await exit.decisions([...waiting.keys()]);
    for (const { id, md5, appProperties } of photos) {
      const photoId = appProperties[MARK.photo] ?? '';
      const [photo, decision] = [waiting.get(photoId), decisions.get(photoId)];
      if (!photo || !decision?.allowed) continue;
      if (formOf(photo, decision).md5 !== md5) continue;
      // a run that died after it had sent a photo finds it here, and it is still what this run sent
      await files.settle(run.id, photoId, {
        outcome: photo.driveFileId === id ? 'uploaded' : 'present',
        driveFileId: id,
      });
    }
    pageToken = page.nextPageToken ?? undefined;
  } while (pageToken);
  return folders;
}
