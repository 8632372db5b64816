/** @module What drive-sync does between start and shutdown. */
import type { DriveImportRepository } from '@visage/database/drive-import.repository';
import { DrivePacer } from '@visage/drive/drive.pacer';
import type { DriveReader } from '@visage/drive/drive.reader';
import type { Closable } from '@visage/host/closable';
import type { JobEnqueue } from '@visage/queues/job.enqueue';
import type { JobLog } from '@visage/queues/job.log';
import { startJobWorker } from '@visage/queues/job.worker';
import { startReconciler } from '@visage/queues/reconciler.timer';
import { handleDriveImport } from './drive-import.handler.js';
import { receivePhoto, type ReceiveDependencies } from './photo.receive.js';

export interface DriveSyncDependencies extends ReceiveDependencies {
  redisUrl: string;
  log: JobLog;
  jobs: JobEnqueue;
  imports: DriveImportRepository;
  /** Null when the administrator has set no account. */
  drive: DriveReader | null;
}

const NO_ACCOUNT =
  'This server has no Google account to read with: its administrator sets GOOGLE_SERVICE_ACCOUNT, and the folder is shared with its address.';
const GAVE_UP = 'Google Drive could not be reached, though it was tried for minutes. Start the import again later; it goes on where it was.';

/** @returns what is to be closed, in this order. */
export function startDriveSync(dependencies: DriveSyncDependencies): Closable[] {
  const { redisUrl, log, jobs, imports, drive } = dependencies;

  async function handle({ driveImportId }: { driveImportId: string }): Promise<void> {
    const run = await imports.find(driveImportId);
    if (!run || run.state === 'done' || run.state === 'failed') return;
    if (!drive) return imports.finish(run.id, NO_ACCOUNT);
    await handleDriveImport(run, {
      drive,
      pacer: new DrivePacer(),
      imports,
      receivePhoto: (photo) => receivePhoto(photo, dependencies),
    });
  }

  const find = async (limit: number): Promise<{ driveImportId: string }[]> =>
    (await imports.findUnfinished()).slice(0, limit).map((driveImportId) => ({ driveImportId }));
  return [
    startReconciler({ redisUrl, name: 'drive-sync', work: [{ queue: 'drive-import', find }], jobs, log }),
    startJobWorker({
      redisUrl,
      log,
      queue: 'drive-import',
      handle,
      onFailed: ({ driveImportId }) => imports.finish(driveImportId, GAVE_UP),
    }),
  ];
}
