/** @module Sends the photos of an export, originals in the form in which they may leave: Drive's MD5 of what arrived must be that of it. */
import type {
  DriveExportFileRepository,
  ExportOutcome,
  ExportPhoto,
} from '@visage/database/drive/drive-export-file.repository';
import { DriveFileError, judgeDriveFault } from '@visage/drive/drive.fault';
import type { DrivePacer } from '@visage/drive/drive.pacer';
import type { DriveWriter } from '@visage/drive/drive.writer';
import type { DriveExit } from '@visage/host/drive.exit';
import { formatOfForm, formOf, nameOfForm } from '@visage/originals/original.form';
import { MARK, markOf, type DriveExportRun } from './drive-export.run.js';
import type { FolderDependencies } from './drive-export.folders.js';
import type { InventoryDependencies } from './drive-export.inventory.js';
import { sendOriginal, type OriginalToSend, type SendingDependencies } from './original.send.js';
import { RunGoneError } from './run.error.js';
import { transferEach } from './transfer.pool.js';

export type SendDependencies = FolderDependencies &
  InventoryDependencies &
  SendingDependencies & {
    drive: Pick<DriveWriter, 'reserveIds'>;
    pacer: Pick<DrivePacer, 'run'>;
    files: Pick<DriveExportFileRepository, 'findPending' | 'reserve' | 'settle'>;
    exit: DriveExit;
    /** Files at a time. */
    transfers: number;
  };

/** As many ids as are reserved with one request. */
const BATCH = 500;
const OUTAGE = 6;

/** @param folders ids by path. */
export async function sendPhotos(
  run: DriveExportRun,
  folders: ReadonlyMap<string, string>,
  dependencies: SendDependencies,
): Promise<void> {
  const { files, transfers } = dependencies;
  let failuresInARow = 0;
  const send = async (photo: ExportPhoto): Promise<void> => {
    const result = await sendPhoto(run, photo, folders.get(photo.path) ?? '', dependencies);
    failuresInARow = result.passing ? failuresInARow + 1 : 0;
    if (!(await files.settle(run.id, photo.photoId, result.outcome))) throw new RunGoneError(run.id);
    if (failuresInARow >= OUTAGE)
      throw new Error(`Drive fails for every photo: ${result.outcome.reason ?? ''}`);
  };
  for (;;) {
    const batch = await files.findPending(run.id, BATCH);
    if (batch.length === 0) return;
    await reserveIds(run, batch, dependencies);
    await transferEach(batch, transfers, send);
  }
}

async function reserveIds(
  run: DriveExportRun,
  batch: ExportPhoto[],
  { drive, pacer, files }: SendDependencies,
): Promise<void> {
  const without = batch.filter((photo) => photo.driveFileId === null);
  if (without.length === 0) return;
  const ids = await pacer.run(() => drive.reserveIds(without.length));
  for (const [index, photo] of without.entries()) {
    photo.driveFileId = ids[index] ?? null;
    await files.reserve(run.id, photo.photoId, photo.driveFileId);
  }
}

async function sendPhoto(
  run: DriveExportRun,
  photo: ExportPhoto,
  parentId: string,
  dependencies: SendDependencies,
): Promise<{ outcome: ExportOutcome; passing?: boolean }> {
  try {
    const outcome = await dependencies.pacer.run(() => sendOnce(run, photo, parentId, dependencies));
    return { outcome };
  } catch (error) {
    const { kind, reason } = judgeDriveFault(error);
    if (kind === 'stop') throw error;
    return { outcome: { outcome: 'failed', reason }, passing: kind === 'retry' };
  }
}

async function sendOnce(
  run: DriveExportRun,
  photo: ExportPhoto,
  parentId: string,
  dependencies: SendDependencies,
): Promise<ExportOutcome> {
  const { drive, files, exit } = dependencies;
  const decision = (await exit.decisions([photo.photoId])).get(photo.photoId);
  if (!decision?.allowed) return { outcome: 'withheld', reason: decision?.text ?? '' };
  const form = formOf(photo, decision);
  const id = photo.driveFileId;
  if (id === null) throw new DriveFileError('Drive gave no id for this photo.');
  const { sha256, photoId } = photo;
  const name = nameOfForm(photo.fileName, form);
  const original: OriginalToSend = {
    ...{ id, eventId: run.eventId, photoId, name, parentId, sha256, form },
    format: formatOfForm(photo.format, form),
    appProperties: { [MARK.export]: markOf(run), [MARK.photo]: photoId },
  };
  if (await sendOriginal(original, dependencies)) return { outcome: 'uploaded' };
  [photo.driveFileId] = await drive.reserveIds(1).then(([next]) => [next ?? null]);
  await files.reserve(run.id, photoId, photo.driveFileId);
  throw new Error(`${name} did not arrive whole: Drive's MD5 of it differs.`);
}
