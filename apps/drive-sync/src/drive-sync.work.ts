/** @module What drive-sync does between start and shutdown. */
import type { AlbumRepository } from '@visage/database/album.repository';
import type { DriveAccountRepository } from '@visage/database/drive-account.repository';
import type { DriveImportFileRepository } from '@visage/database/drive-import-file.repository';
import type { DriveImportRepository } from '@visage/database/drive-import.repository';
import type { PhotoOrigins } from '@visage/database/photo.origin';
import { DrivePacer } from '@visage/drive/drive.pacer';
import { createDriveReader } from '@visage/drive/drive.reader';
import type { Closable } from '@visage/host/closable';
import type { JobEnqueue } from '@visage/queues/job.enqueue';
import type { JobLog } from '@visage/queues/job.log';
import { startJobWorker } from '@visage/queues/job.worker';
import { startReconciler } from '@visage/queues/reconciler.timer';
import { handleDriveImport } from './drive-import.handler.js';
import { receivePhoto, type ReceiveDependencies } from './photo.receive.js';
import { authOfRun, type GoogleAccess } from './run.drive.js';

export interface DriveSyncDependencies extends ReceiveDependencies {
  redisUrl: string;
  log: JobLog;
  jobs: JobEnqueue;
  imports: DriveImportRepository;
  importFiles: DriveImportFileRepository;
  albums: AlbumRepository;
  accounts: DriveAccountRepository;
  origins: PhotoOrigins;
  google: Omit<GoogleAccess, 'accounts'>;
  /** Address in place of Google's. */
  rootUrl?: string | undefined;
  /** Files at a time. */
  transfers: number;
}

const GAVE_UP = 'Google Drive could not be reached, though it was tried for minutes. Start the import again later; it goes on where it was.';

/** @returns what is to be closed, in this order. */
export function startDriveSync(dependencies: DriveSyncDependencies): Closable[] {
  const { redisUrl, log, jobs, imports } = dependencies;
  const find = async (limit: number): Promise<{ driveImportId: string }[]> =>
    (await imports.findUnfinished(limit)).map((driveImportId) => ({ driveImportId }));
  return [
    startReconciler({ redisUrl, name: 'drive-sync', work: [{ queue: 'drive-import', find }], jobs, log }),
    startJobWorker({
      redisUrl,
      log,
      queue: 'drive-import',
      handle: ({ driveImportId }) => runImport(driveImportId, dependencies),
      onFailed: ({ driveImportId }) => imports.finish(driveImportId, GAVE_UP),
    }),
  ];
}

async function runImport(driveImportId: string, dependencies: DriveSyncDependencies): Promise<void> {
  const { imports, importFiles, accounts, albums, origins, google, rootUrl, transfers, maxBytes } = dependencies;
  const run = await imports.find(driveImportId);
  if (!run || run.state === 'done' || run.state === 'failed') return;
  const { accountId } = run;
  const access = await authOfRun(accountId, { ...google, accounts });
  if ('refused' in access) return imports.finish(run.id, access.refused);
  await handleDriveImport(run, {
    drive: createDriveReader(access.auth, rootUrl),
    pacer: new DrivePacer(),
    ...{ imports, files: importFiles, albums, photos: origins, maxBytes, transfers },
    receivePhoto: (photo) => receivePhoto(photo, dependencies),
    onDisconnected: async () => {
      if (accountId !== null) await accounts.markEnded(accountId);
    },
  });
}
