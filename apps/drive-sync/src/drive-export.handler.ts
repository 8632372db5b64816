/**
 * @module Exports photos into a folder of the person's Drive: what belongs there is written down, what is there already
 * is left alone, the rest is sent. May run twice and may die anywhere: ids are reserved at Drive first, so that whatever
 * is sent again is made once.
 */
import type { DriveExportFileRepository } from '@visage/database/drive/drive-export-file.repository';
import type { DriveExportRepository } from '@visage/database/drive/drive-export.repository';
import { judgeDriveFault } from '@visage/drive/drive.fault';
import { denialsOf } from '@visage/host/drive.exit';
import { provideFolders } from './drive-export.folders.js';
import { findPresent } from './drive-export.inventory.js';
import type { DriveExportRun } from './drive-export.run.js';
import { sendPhotos, type SendDependencies } from './drive-export.send.js';
import { RunGoneError } from './run.error.js';

export type DriveExportDependencies = SendDependencies & {
  exports: Pick<DriveExportRepository, 'start' | 'finish'>;
  files: DriveExportFileRepository;
  /** Google no longer accepts the connection. */
  onDisconnected(): Promise<void>;
};

/** @throws Error when the run is to be tried again. */
export async function handleDriveExport(
  run: DriveExportRun,
  dependencies: DriveExportDependencies,
): Promise<void> {
  const { exports, files, onDisconnected } = dependencies;
  if (!(await exports.start(run.id))) return;
  try {
    await files.plan(run);
    await withholdPhotos(run, dependencies);
    const inventory = await findPresent(run, dependencies);
    const folders = await provideFolders(run, inventory, dependencies);
    await sendPhotos(run, folders, dependencies);
  } catch (error) {
    if (error instanceof RunGoneError) return;
    const { kind, reason, disconnected } = judgeDriveFault(error);
    if (disconnected) await onDisconnected();
    if (kind === 'retry') throw error;
    await files.noteWaiting(run.id, reason);
    return exports.finish(run.id, reason);
  }
  await exports.finish(run.id, null);
}

const AT_ONCE = 1000;

/** Before anything is compared or made in Drive; each photo that is left is asked about again when it is sent. */
async function withholdPhotos(
  { id }: DriveExportRun,
  { files, exit }: Pick<DriveExportDependencies, 'files' | 'exit'>,
): Promise<void> {
  const pending = await files.findPendingIds(id);
  for (let at = 0; at < pending.length; at += AT_ONCE) {
    const denials = await denialsOf(exit, pending.slice(at, at + AT_ONCE));
    await files.withhold(id, new Map([...denials].map(([photoId, { text }]) => [photoId, text])));
  }
}
