/** @module What the runs of drive-sync stand on, opened once. */
import { DRIVE_NOTES_PATH } from '@visage/contracts/drive-mirror.contract';
import { createSignedToken } from '@visage/crypto/signed.token';
import { AlbumPhotoListing } from '@visage/database/album/album-photo.listing';
import { AlbumRepository } from '@visage/database/album/album.repository';
import { DriveAccountRepository } from '@visage/database/drive/drive-account.repository';
import { DriveChannelRepository } from '@visage/database/drive/drive-channel.repository';
import { DriveExportFileRepository } from '@visage/database/drive/drive-export-file.repository';
import { DriveExportRepository } from '@visage/database/drive/drive-export.repository';
import { DriveImportFileRepository } from '@visage/database/drive/drive-import-file.repository';
import { DriveImportRepository } from '@visage/database/drive/drive-import.repository';
import { DriveMirrorItemRepository } from '@visage/database/drive/drive-mirror-item.repository';
import { DriveMirrorLineRepository } from '@visage/database/drive/drive-mirror-line.repository';
import { withMirrorLock } from '@visage/database/drive/drive-mirror.lock';
import { DriveMirrorRepository } from '@visage/database/drive/drive-mirror.repository';
import { DrivePhotoListing } from '@visage/database/drive/drive-photo.listing';
import { GoogleSetupRepository } from '@visage/database/drive/google-setup.repository';
import { VisitorRepository } from '@visage/database/guest/visitor.repository';
import { PhotoOriginRepository } from '@visage/database/photo/photo-origin.repository';
import { StorageQuota } from '@visage/database/upload/storage.quota';
import { UserRepository } from '@visage/database/user/user.repository';
import { GoogleIdentity } from '@visage/drive/google.identity';
import { DRIVE_CHANNEL, DriveTokens } from '@visage/host/drive.tokens';
import { GoogleSecrets } from '@visage/host/google.secrets';
import { Principals } from '@visage/host/principals';
import { photoLimitsOf } from '@visage/host/vision.settings';
import type { WorkerContext } from '@visage/host/worker.context';
import { Originals } from '@visage/originals/originals';
import type { DriveSyncEnv } from './env.js';

/** Files at a time: enough to keep a line busy with photos of some megabytes; more only meets Drive's limits sooner. */
const TRANSFERS = 4;

export type DriveSyncDependencies = ReturnType<typeof openDriveSync>;

export function openDriveSync({
  env,
  log,
  clock,
  database,
  store,
  secrets,
  jobs,
}: WorkerContext<DriveSyncEnv>) {
  return {
    ...{ log, clock, store, jobs },
    originals: new Originals(database, store, clock),
    imports: new DriveImportRepository(database),
    importFiles: new DriveImportFileRepository(database),
    exports: new DriveExportRepository(database),
    exportFiles: new DriveExportFileRepository(database),
    mirrors: new DriveMirrorRepository(database),
    mirrorItems: new DriveMirrorItemRepository(database),
    mirrorLines: new DriveMirrorLineRepository(database),
    albums: new AlbumRepository(database),
    albumPhotos: new AlbumPhotoListing(database),
    drivePhotos: new DrivePhotoListing(database),
    principals: new Principals(new VisitorRepository(database), new UserRepository(database)),
    origins: new PhotoOriginRepository(database),
    quota: new StorageQuota(database),
    accounts: new DriveAccountRepository(database),
    channels: new DriveChannelRepository(database),
    google: {
      identity: new GoogleIdentity(env, new GoogleSetupRepository(database), new GoogleSecrets(secrets)),
      tokens: new DriveTokens(secrets),
    },
    /** Where Google sends its notes, which it does to https alone; null = it cannot reach us. */
    notesAddress: env.PUBLIC_URL?.startsWith('https:') ? env.PUBLIC_URL + DRIVE_NOTES_PATH : null,
    channelTokenOf: (channelId: string) => createSignedToken(secrets, DRIVE_CHANNEL, channelId),
    /** One run of a mirror at a time, over all processes. */
    lockMirror: async (mirrorId: string, work: () => Promise<void>): Promise<void> => {
      await withMirrorLock(database, mirrorId, work);
    },
    /** Address in place of Google's. */
    rootUrl: env.GOOGLE_ROOT_URL,
    maxBytes: photoLimitsOf(env).maxBytes,
    transfers: TRANSFERS,
  };
}
