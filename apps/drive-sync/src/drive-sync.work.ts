/** @module What drive-sync does between start and shutdown. */
import type { Principal } from '@visage/access/access.principal';
import type { AlbumPhotoListing } from '@visage/database/album/album-photo.listing';
import type { AlbumRepository } from '@visage/database/album/album.repository';
import type { DriveAccountRepository } from '@visage/database/drive/drive-account.repository';
import type { DriveChannelRepository } from '@visage/database/drive/drive-channel.repository';
import type { DriveExportFileRepository } from '@visage/database/drive/drive-export-file.repository';
import type { DriveExportRepository } from '@visage/database/drive/drive-export.repository';
import type { DriveImportFileRepository } from '@visage/database/drive/drive-import-file.repository';
import type { DriveImportRepository } from '@visage/database/drive/drive-import.repository';
import type { DriveMirrorItemRepository } from '@visage/database/drive/drive-mirror-item.repository';
import type { DriveMirrorLineRepository } from '@visage/database/drive/drive-mirror-line.repository';
import type { DrivePhotoListing } from '@visage/database/drive/drive-photo.listing';
import type { DriveMirrorRepository } from '@visage/database/drive/drive-mirror.repository';
import type { PhotoOrigins } from '@visage/database/photo/photo.origin';
import { DrivePacer } from '@visage/drive/drive.pacer';
import { createDriveReader } from '@visage/drive/drive.reader';
import { createDriveWatcher, type DriveWatcher } from '@visage/drive/drive.watcher';
import { createDriveWriter } from '@visage/drive/drive.writer';
import type { Clock } from '@visage/host/clock';
import type { Closable } from '@visage/host/closable';
import type { Principals } from '@visage/host/principals';
import type { Originals } from '@visage/originals/originals';
import type { JobEnqueue } from '@visage/queues/job.enqueue';
import { describeError, type JobLog } from '@visage/queues/job.log';
import { startJobWorker } from '@visage/queues/job.worker';
import type { RemainingWork } from '@visage/queues/reconciler';
import { startReconciler } from '@visage/queues/reconciler.timer';
import { createDriveExit, type DriveExit } from '@visage/host/drive.exit';
import { keepChannel, stopChannel, type ChannelDependencies } from './drive-channel.js';
import { handleDriveExport } from './drive-export.handler.js';
import { handleDriveImport } from './drive-import.handler.js';
import { handleDriveMirror, MIRROR_INTERVAL_MS } from './drive-mirror.handler.js';
import type { SendingDependencies } from './original.send.js';
import { originalKey } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import { receivePhoto, type ReceiveDependencies } from './photo.receive.js';
import { principalOfExport, principalOfMirror } from '@visage/host/run.principal';
import { authOfRun, type GoogleAccess, type RunDrive } from './run.drive.js';

export interface DriveSyncDependencies extends ReceiveDependencies {
  redisUrl: string;
  clock: Clock;
  log: JobLog;
  jobs: JobEnqueue;
  store: Pick<ObjectStore, 'get'>;
  originals: Originals;
  imports: DriveImportRepository;
  importFiles: DriveImportFileRepository;
  exports: DriveExportRepository;
  exportFiles: DriveExportFileRepository;
  mirrors: DriveMirrorRepository;
  mirrorItems: DriveMirrorItemRepository;
  mirrorLines: DriveMirrorLineRepository;
  albums: AlbumRepository;
  albumPhotos: AlbumPhotoListing;
  drivePhotos: DrivePhotoListing;
  principals: Principals;
  channels: DriveChannelRepository;
  /** Where Google sends its notes; null = it cannot reach us. */
  notesAddress: string | null;
  channelTokenOf: ChannelDependencies['tokenOf'];
  accounts: DriveAccountRepository;
  origins: PhotoOrigins;
  google: Pick<GoogleAccess, 'identity' | 'tokens'>;
  /** One run of a mirror at a time, over all processes. */
  lockMirror(mirrorId: string, work: () => Promise<void>): Promise<void>;
  /** Address in place of Google's. */
  rootUrl?: string | undefined;
  /** Files at a time. */
  transfers: number;
}

const GAVE_UP =
  'Google Drive could not be reached, though it was tried for minutes. Start again later; it goes on where it was.';

const MIRROR_AWAY =
  'Google Drive could not be reached, though it was tried for minutes. The mirror goes on by itself once it can be.';

const MIRROR_NEEDS_ACCOUNT =
  'The Google Drive of this mirror is no longer connected. Connect it again, then go on.';

const EXPORT_NEEDS_ACCOUNT =
  'The Google Drive of this export is no longer connected. Connect it again, then start again.';

/** @returns what is to be closed, in this order. */
export function startDriveSync(dependencies: DriveSyncDependencies): Closable[] {
  const { redisUrl, clock, log, jobs, imports, exports, mirrors, channels, lockMirror } = dependencies;
  const work: RemainingWork[] = [
    {
      queue: 'drive-import',
      find: async (limit) =>
        (await imports.findUnfinished(limit)).map((driveImportId) => ({ driveImportId })),
    },
    {
      queue: 'drive-export',
      find: async (limit) =>
        (await exports.findUnfinished(limit)).map((driveExportId) => ({ driveExportId })),
    },
    {
      queue: 'drive-mirror',
      find: async (limit) =>
        (await mirrors.findDue(limit, clock.now())).map((driveMirrorId) => ({ driveMirrorId })),
    },
    {
      queue: 'drive-channel',
      find: async (limit) =>
        (await channels.findIdle(limit, clock.now())).map((driveChannelId) => ({ driveChannelId })),
    },
  ];
  return [
    startReconciler({ redisUrl, name: 'drive-sync', work, jobs, log }),
    startJobWorker({
      redisUrl,
      log,
      queue: 'drive-import',
      handle: ({ driveImportId }) => runImport(driveImportId, dependencies),
      onFailed: ({ driveImportId }) => imports.finish(driveImportId, GAVE_UP),
    }),
    startJobWorker({
      redisUrl,
      log,
      queue: 'drive-export',
      handle: ({ driveExportId }) => runExport(driveExportId, dependencies),
      onFailed: ({ driveExportId }) => exports.finish(driveExportId, GAVE_UP),
    }),
    startJobWorker({
      redisUrl,
      log,
      queue: 'drive-mirror',
      handle: ({ driveMirrorId }) => lockMirror(driveMirrorId, () => runMirror(driveMirrorId, dependencies)),
      // a mirror gives nothing up: it looks again when it is next due
      onFailed: ({ driveMirrorId }) =>
        mirrors.markChecked(driveMirrorId, new Date(clock.now().getTime() + MIRROR_INTERVAL_MS), MIRROR_AWAY),
    }),
    startJobWorker({
      redisUrl,
      log,
      queue: 'drive-channel',
      handle: ({ driveChannelId }) => endChannel(driveChannelId, dependencies),
      onFailed: ({ driveChannelId }) => channels.remove(driveChannelId), // it ends by itself within a week
    }),
  ];
}

async function runImport(driveImportId: string, dependencies: DriveSyncDependencies): Promise<void> {
  const { imports, importFiles, accounts, albums, originals, origins, google, rootUrl, transfers, maxBytes } =
    dependencies;
  const run = await imports.find(driveImportId);
  if (!run || run.state === 'done' || run.state === 'failed') return;
  const { accountId } = run;
  const access = await authOfRun(accountId === null ? { service: 'import' } : { accountId }, {
    ...google,
    accounts,
    rootUrl,
  });
  if ('refused' in access) return imports.finish(run.id, access.refused);
  await handleDriveImport(run, {
    drive: createDriveReader(access.auth, rootUrl),
    pacer: new DrivePacer(),
    ...{ imports, files: importFiles, albums, photos: origins, maxBytes, transfers },
    receivePhoto: (photo) => receivePhoto(photo, dependencies),
    isWhole: (photo) => originals.isWhole(photo),
    onDisconnected: async () => {
      if (accountId !== null) await accounts.markEnded(accountId);
    },
  });
}

async function runExport(driveExportId: string, dependencies: DriveSyncDependencies): Promise<void> {
  const { exports, exportFiles, accounts, google, rootUrl, transfers } = dependencies;
  const run = await exports.find(driveExportId);
  if (!run || run.state === 'done' || run.state === 'failed') return;
  const { accountId } = run;
  const drive = driveOf(accountId, run.parentId !== null && 'mirror');
  const access = drive
    ? await authOfRun(drive, { ...google, accounts, rootUrl })
    : { refused: EXPORT_NEEDS_ACCOUNT };
  if ('refused' in access) return exports.finish(run.id, access.refused);
  await handleDriveExport(run, {
    drive: createDriveWriter(access.auth, rootUrl),
    pacer: new DrivePacer(),
    ...{ exports, files: exportFiles, transfers },
    exit: exitOf(() => principalOfExport(run, dependencies), dependencies),
    openOriginal: openOriginalOf(dependencies),
    onDisconnected: async () => {
      if (accountId !== null) await accounts.markEnded(accountId);
    },
  });
}

async function runMirror(driveMirrorId: string, dependencies: DriveSyncDependencies): Promise<void> {
  const {
    clock,
    mirrors,
    mirrorItems,
    mirrorLines,
    albumPhotos,
    accounts,
    originals,
    origins,
    google,
    rootUrl,
    transfers,
    maxBytes,
  } = dependencies;
  const mirror = await mirrors.find(driveMirrorId);
  if (!mirror) return;
  const { accountId } = mirror;
  const drive = driveOf(
    accountId,
    mirror.byService && (mirror.direction === 'fromDrive' ? 'import' : 'mirror'),
  );
  const access = drive
    ? await authOfRun(drive, { ...google, accounts, rootUrl })
    : { refused: MIRROR_NEEDS_ACCOUNT };
  if ('refused' in access) {
    await mirrors.move(mirror.id, ['checking', 'active'], { state: 'stopped', error: access.refused });
    return;
  }
  const watcher = createDriveWatcher(access.auth, rootUrl);
  await handleDriveMirror(mirror.id, {
    drive: { ...createDriveReader(access.auth, rootUrl), ...createDriveWriter(access.auth, rootUrl) },
    watcher,
    pacer: new DrivePacer(),
    ...{
      mirrors,
      items: mirrorItems,
      lines: mirrorLines,
      albumPhotos,
      photos: origins,
      maxBytes,
      transfers,
      clock,
    },
    exit: exitOf(() => principalOfMirror(mirror, dependencies), dependencies),
    receivePhoto: (photo) => receivePhoto(photo, dependencies),
    isWhole: (photo) => originals.isWhole(photo),
    openOriginal: openOriginalOf(dependencies),
    onDisconnected: async () => {
      if (accountId !== null) await accounts.markEnded(accountId);
    },
  });
  await keepChannelOf(mirror.id, watcher, dependencies);
}

function exitOf(
  findPrincipal: () => Promise<Principal | null>,
  { drivePhotos, clock }: DriveSyncDependencies,
): DriveExit {
  return createDriveExit({ findPrincipal, photos: drivePhotos, clock });
}

/** Only of a mirror that goes on. */
async function keepChannelOf(
  mirrorId: string,
  watcher: DriveWatcher,
  { mirrors, channels, notesAddress, channelTokenOf, clock, log }: DriveSyncDependencies,
): Promise<void> {
  const mirror = await mirrors.find(mirrorId);
  if (mirror?.state !== 'active') return;
  await keepChannel(mirror, {
    watcher,
    channels,
    address: notesAddress,
    tokenOf: channelTokenOf,
    clock,
  }).catch((error: unknown) => {
    log.warn(
      { mirrorId, err: describeError(error) },
      'Google does not tell of changes; they are asked for every minute',
    );
  });
}

/** Where its connection is gone, Google has forgotten the channel with it. */
async function endChannel(
  channelId: string,
  { channels, accounts, google, rootUrl }: DriveSyncDependencies,
): Promise<void> {
  const channel = await channels.find(channelId);
  if (!channel) return;
  const drive: RunDrive =
    channel.accountId === null ? { service: 'import' } : { accountId: channel.accountId };
  const access = await authOfRun(drive, { ...google, accounts, rootUrl });
  if ('refused' in access) return channels.remove(channelId);
  await stopChannel(channel, { watcher: createDriveWatcher(access.auth, rootUrl), channels });
}

/** Null: what it went by was disconnected. @param service what the service account is to do, where it goes by that. */
function driveOf(accountId: string | null, service: false | 'import' | 'mirror'): RunDrive | null {
  if (accountId !== null) return { accountId };
  return service ? { service } : null;
}

function openOriginalOf({ store }: DriveSyncDependencies): SendingDependencies['openOriginal'] {
  return async (eventId, sha256, start, end) =>
    (await store.get(originalKey(eventId, sha256), { start, end: end - 1 })).stream;
}
