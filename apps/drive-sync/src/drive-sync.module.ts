/** @module Everything drive-sync consists of. */
import { Module, type DynamicModule } from '@nestjs/common';
import { DRIVE_NOTES_PATH } from '@visage/contracts/drive-mirror.contract';
import { createSignedToken } from '@visage/crypto/signed.token';
import { AlbumPhotoListing } from '@visage/database/album/album-photo.listing';
import { AlbumRepository } from '@visage/database/album/album.repository';
import type { Database } from '@visage/database/client/database.client';
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
import { GoogleSetupRepository } from '@visage/database/drive/google-setup.repository';
import { PhotoOrigins } from '@visage/database/photo/photo.origin';
import { StorageRoom } from '@visage/database/upload/storage.room';
import { DrivePhotoListing } from '@visage/database/drive/drive-photo.listing';
import { VisitorRepository } from '@visage/database/guest/visitor.repository';
import { UserRepository } from '@visage/database/user/user.repository';
import { GoogleIdentity } from '@visage/drive/google.identity';
import type { Clock } from '@visage/host/clock';
import { DRIVE_CHANNEL, DriveTokens } from '@visage/host/drive.tokens';
import { GoogleSecrets } from '@visage/host/google.secrets';
import { CLOCK, DATABASE, JOBS, LOG, MASTER_KEY, STORE } from '@visage/host/host.token';
import { Principals } from '@visage/host/principals';
import { photoLimitsOf } from '@visage/host/vision.settings';
import { WorkerModule } from '@visage/host/worker.module';
import { Originals } from '@visage/originals/originals';
import type { JobEnqueue } from '@visage/queues/job.enqueue';
import type { ObjectStore } from '@visage/storage/object.store';
import type { Logger } from 'pino';
import { startDriveSync } from './drive-sync.work.js';
import type { DriveSyncEnv } from './env.js';

/** Enough to keep a line busy with photos of some megabytes; more only meets Drive's limits sooner. */
const TRANSFERS = 4;

@Module({})
export class DriveSyncModule {
  static with(env: DriveSyncEnv): DynamicModule {
    const { maxBytes } = photoLimitsOf(env);
    const work = {
      inject: [
        ...[LOG, CLOCK, JOBS, STORE, MASTER_KEY, PhotoOrigins],
        ...[AlbumRepository, DriveAccountRepository, DriveImportRepository, DriveImportFileRepository],
        ...[DriveExportRepository, DriveExportFileRepository],
        ...[DriveMirrorRepository, DriveMirrorItemRepository, DriveMirrorLineRepository],
        ...[
          AlbumPhotoListing,
          DrivePhotoListing,
          GoogleSetupRepository,
          DriveChannelRepository,
          StorageRoom,
          DATABASE,
          VisitorRepository,
          UserRepository,
        ],
      ],
      useFactory: (
        log: Logger,
        clock: Clock,
        jobs: JobEnqueue,
        store: ObjectStore,
        masterKey: Uint8Array,
        origins: PhotoOrigins,
        albums: AlbumRepository,
        accounts: DriveAccountRepository,
        imports: DriveImportRepository,
        importFiles: DriveImportFileRepository,
        exports: DriveExportRepository,
        exportFiles: DriveExportFileRepository,
        mirrors: DriveMirrorRepository,
        mirrorItems: DriveMirrorItemRepository,
        mirrorLines: DriveMirrorLineRepository,
        albumPhotos: AlbumPhotoListing,
        drivePhotos: DrivePhotoListing,
        setup: GoogleSetupRepository,
        channels: DriveChannelRepository,
        room: StorageRoom,
        database: Database,
        visitors: VisitorRepository,
        users: UserRepository,
      ) =>
        startDriveSync({
          ...{ redisUrl: env.REDIS_URL, rootUrl: env.GOOGLE_ROOT_URL, clock, log, jobs, store, maxBytes },
          ...{
            originals: new Originals(database, store, clock),
            origins,
            albums,
            accounts,
            imports,
            importFiles,
            exports,
            exportFiles,
            transfers: TRANSFERS,
          },
          ...{ mirrors, mirrorItems, mirrorLines, albumPhotos, drivePhotos, channels, room },
          principals: new Principals(visitors, users),
          // Google sends notes to https alone
          notesAddress: env.PUBLIC_URL?.startsWith('https:') ? env.PUBLIC_URL + DRIVE_NOTES_PATH : null,
          channelTokenOf: (id) => createSignedToken(masterKey, DRIVE_CHANNEL, id),
          lockMirror: async (mirrorId, work) => {
            await withMirrorLock(database, mirrorId, work);
          },
          google: {
            identity: new GoogleIdentity(env, setup, new GoogleSecrets(masterKey)),
            tokens: new DriveTokens(masterKey),
          },
        }),
    };
    return { module: DriveSyncModule, imports: [WorkerModule.with({ app: 'drive-sync', env, work })] };
  }
}
