/** @module The runs of drive-sync: each finds the Drive it goes by, then hands over to its handler. */
import type { Principal } from '@visage/access/access.principal';
import type { JobPayload } from '@visage/contracts/job.contract';
import { DrivePacer } from '@visage/drive/drive.pacer';
import { createDriveReader } from '@visage/drive/drive.reader';
import { createDriveWatcher, type DriveWatcher } from '@visage/drive/drive.watcher';
import { createDriveWriter } from '@visage/drive/drive.writer';
import { createDriveExit, type DriveExit } from '@visage/host/drive.exit';
import { principalOfExport, principalOfMirror } from '@visage/host/run.principal';
import { openOriginal } from '@visage/originals/original.form';
import { describeError } from '@visage/queues/job.log';
import { keepChannel, stopChannel } from './drive-channel.js';
import { handleDriveExport } from './drive-export.handler.js';
import { handleDriveImport } from './drive-import.handler.js';
import { handleDriveMirror } from './drive-mirror.handler.js';
import type { DriveSyncDependencies } from './drive-sync.dependencies.js';
import type { SendingDependencies } from './original.send.js';
import { receivePhoto } from './photo.receive.js';
import { authOfRun, type RunDrive } from './run.drive.js';

const MIRROR_NEEDS_ACCOUNT =
  'The Google Drive of this mirror is no longer connected. Connect it again, then go on.';

const EXPORT_NEEDS_ACCOUNT =
  'The Google Drive of this export is no longer connected. Connect it again, then start again.';

export async function runImport(
  { driveImportId }: JobPayload<'drive-import'>,
  dependencies: DriveSyncDependencies,
): Promise<void> {
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

export async function runExport(
  { driveExportId }: JobPayload<'drive-export'>,
  dependencies: DriveSyncDependencies,
): Promise<void> {
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

export async function runMirror(
  { driveMirrorId }: JobPayload<'drive-mirror'>,
  dependencies: DriveSyncDependencies,
): Promise<void> {
  await dependencies.lockMirror(driveMirrorId, () => runLocked(driveMirrorId, dependencies));
}

async function runLocked(driveMirrorId: string, dependencies: DriveSyncDependencies): Promise<void> {
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
export async function endChannel(
  { driveChannelId }: JobPayload<'drive-channel'>,
  { channels, accounts, google, rootUrl }: DriveSyncDependencies,
): Promise<void> {
  const channel = await channels.find(driveChannelId);
  if (!channel) return;
  const drive: RunDrive =
    channel.accountId === null ? { service: 'import' } : { accountId: channel.accountId };
  const access = await authOfRun(drive, { ...google, accounts, rootUrl });
  if ('refused' in access) return channels.remove(driveChannelId);
  await stopChannel(channel, { watcher: createDriveWatcher(access.auth, rootUrl), channels });
}

/** Null: what it went by was disconnected. @param service what the service account is to do, where it goes by that. */
function driveOf(accountId: string | null, service: false | 'import' | 'mirror'): RunDrive | null {
  if (accountId !== null) return { accountId };
  return service ? { service } : null;
}

function openOriginalOf({ store }: DriveSyncDependencies): SendingDependencies['openOriginal'] {
  return async (original, start, end) =>
    (await openOriginal(store, original, original.form, { start, end: end - 1 })).stream;
}
