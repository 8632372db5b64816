/** @module Connections, keys and repositories, made once and shared by every feature. */
import { Global, Module, type DynamicModule, type Provider } from '@nestjs/common';
import { createDatabase, type Database } from '@visage/database/client/database.client';
import { AlbumRepository } from '@visage/database/album/album.repository';
import { AuditRepository } from '@visage/database/audit/audit.repository';
import { DriveAccountRepository } from '@visage/database/drive/drive-account.repository';
import { DriveExportFileRepository } from '@visage/database/drive/drive-export-file.repository';
import { DriveExportRepository } from '@visage/database/drive/drive-export.repository';
import { DriveImportFileRepository } from '@visage/database/drive/drive-import-file.repository';
import { DriveImportRepository } from '@visage/database/drive/drive-import.repository';
import { DriveMirrorLineRepository } from '@visage/database/drive/drive-mirror-line.repository';
import { DriveChannelRepository } from '@visage/database/drive/drive-channel.repository';
import { StorageRoom } from '@visage/database/upload/storage.room';
import { DriveMirrorRepository } from '@visage/database/drive/drive-mirror.repository';
import { EventCollaboratorRepository } from '@visage/database/event/event-collaborator.repository';
import { EventListing } from '@visage/database/event/event.listing';
import { EventRepository } from '@visage/database/event/event.repository';
import { FaceChangeRepository } from '@visage/database/face/face-change.repository';
import { GoogleSetupRepository } from '@visage/database/drive/google-setup.repository';
import { GuestEditRepository } from '@visage/database/guest/guest-edit.repository';
import { GuestListing } from '@visage/database/guest/guest.listing';
import { GuestRepository } from '@visage/database/guest/guest.repository';
import { PasswordLinkRepository } from '@visage/database/user/password-link.repository';
import { PersonEditRepository } from '@visage/database/person/person-edit.repository';
import { PersonListing } from '@visage/database/person/person.listing';
import { PhotoListing } from '@visage/database/photo/photo.listing';
import { PhotoMetadataListing } from '@visage/database/photo/photo-metadata.listing';
import { PhotoApprovals } from '@visage/database/photo/photo.approval';
import { PhotoRepository } from '@visage/database/photo/photo.repository';
import { SessionRepository } from '@visage/database/user/session.repository';
import { ShareCodeRepository } from '@visage/database/share/share-code.repository';
import { ShareDefaultsRepository } from '@visage/database/share/share-defaults.repository';
import { ShareRepository } from '@visage/database/share/share.repository';
import { TrashRepository } from '@visage/database/trash/trash.repository';
import { UploadRepository } from '@visage/database/upload/upload.repository';
import { UserRepository } from '@visage/database/user/user.repository';
import { VisitorRepository } from '@visage/database/guest/visitor.repository';
import { ZipListing } from '@visage/database/zip/zip.listing';
import { ZipRepository } from '@visage/database/zip/zip.repository';
import { loadManifest } from '@visage/models/model.manifest';
import type { Clock } from '@visage/host/clock';
import { CLOCK, DATABASE, ENV, LOG, MANIFEST, MASTER_KEY, REDIS, STORE } from '@visage/host/host.token';
import { masterKeyOf } from '@visage/host/master.key';
import { Principals } from '@visage/host/principals';
import { repositoryProviders } from '@visage/host/repository.providers';
import { storageSettingsOf } from '@visage/host/storage.settings';
import { Originals } from '@visage/originals/originals';
import type { ObjectStore } from '@visage/storage/object.store';
import { createObjectStore } from '@visage/storage/store.factory';
import { join } from 'node:path';
import { pino } from 'pino';
import type { GatewayEnv } from '../env.js';
import { connectRedis } from './gateway.redis.js';
import { ShutdownHook } from './shutdown.hook.js';

const repositories = [
  AlbumRepository,
  AuditRepository,
  DriveAccountRepository,
  DriveExportFileRepository,
  DriveExportRepository,
  DriveImportFileRepository,
  DriveImportRepository,
  DriveMirrorLineRepository,
  DriveMirrorRepository,
  DriveChannelRepository,
  StorageRoom,
  EventCollaboratorRepository,
  EventListing,
  EventRepository,
  FaceChangeRepository,
  GoogleSetupRepository,
  GuestEditRepository,
  GuestListing,
  GuestRepository,
  PasswordLinkRepository,
  PersonEditRepository,
  PersonListing,
  PhotoApprovals,
  PhotoListing,
  PhotoMetadataListing,
  PhotoRepository,
  SessionRepository,
  ShareCodeRepository,
  ShareDefaultsRepository,
  ShareRepository,
  TrashRepository,
  UploadRepository,
  UserRepository,
  VisitorRepository,
  ZipListing,
  ZipRepository,
];

const fromEnv = (provide: symbol, useFactory: (env: GatewayEnv) => unknown): Provider => ({
  provide,
  inject: [ENV],
  useFactory,
});

const providers: Provider[] = [
  fromEnv(LOG, (env) => pino({ level: env.LOG_LEVEL, base: { app: 'gateway' } })),
  fromEnv(DATABASE, (env) => createDatabase(env.DATABASE_URL)),
  fromEnv(STORE, (env) => createObjectStore(storageSettingsOf(env))),
  fromEnv(MASTER_KEY, masterKeyOf),
  fromEnv(MANIFEST, (env) => loadManifest(join(env.MODELS_DIR, 'manifest.json'))),
  { provide: REDIS, inject: [ENV, LOG], useFactory: connectRedis },
  {
    provide: Originals,
    inject: [DATABASE, STORE, CLOCK],
    useFactory: (database: Database, store: ObjectStore, clock: Clock) =>
      new Originals(database, store, clock),
  },
  {
    provide: Principals,
    inject: [VisitorRepository, UserRepository],
    useFactory: (visitors: VisitorRepository, users: UserRepository) => new Principals(visitors, users),
  },
  ...repositoryProviders(repositories),
];

@Global()
@Module({})
export class PlatformModule {
  static with(readEnv: () => GatewayEnv, clock: Clock): DynamicModule {
    return {
      module: PlatformModule,
      providers: [
        { provide: ENV, useFactory: readEnv },
        { provide: CLOCK, useValue: clock },
        ...providers,
        ShutdownHook,
      ],
      exports: [
        ENV,
        CLOCK,
        LOG,
        DATABASE,
        STORE,
        MASTER_KEY,
        MANIFEST,
        REDIS,
        Originals,
        Principals,
        ...repositories,
      ],
    };
  }
}
