/** @module What a worker app stands on: log, database, storage, queues, keys; and the orderly end of its work. */
import {
  Global,
  Inject,
  Injectable,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationShutdown,
  type Provider,
} from '@nestjs/common';
import { createDatabase, type Database } from '@visage/database/client/database.client';
import { pingDatabase } from '@visage/database/client/database.health';
import { AlbumPhotoListing } from '@visage/database/album/album-photo.listing';
import { AlbumRepository } from '@visage/database/album/album.repository';
import { DriveAccountRepository } from '@visage/database/drive/drive-account.repository';
import { DriveExportFileRepository } from '@visage/database/drive/drive-export-file.repository';
import { DriveExportRepository } from '@visage/database/drive/drive-export.repository';
import { DriveImportFileRepository } from '@visage/database/drive/drive-import-file.repository';
import { DriveImportRepository } from '@visage/database/drive/drive-import.repository';
import { DriveMirrorItemRepository } from '@visage/database/drive/drive-mirror-item.repository';
import { DriveMirrorLineRepository } from '@visage/database/drive/drive-mirror-line.repository';
import { DriveChannelRepository } from '@visage/database/drive/drive-channel.repository';
import { StorageRoom } from '@visage/database/upload/storage.room';
import { DriveMirrorRepository } from '@visage/database/drive/drive-mirror.repository';
import { EventRepository } from '@visage/database/event/event.repository';
import { FaceLinkRepository } from '@visage/database/face/face-link.repository';
import { FaceRepository } from '@visage/database/face/face.repository';
import { GoogleSetupRepository } from '@visage/database/drive/google-setup.repository';
import { PersonRepository } from '@visage/database/person/person.repository';
import { PhotoOrigins } from '@visage/database/photo/photo.origin';
import { PhotoRepository } from '@visage/database/photo/photo.repository';
import { DrivePhotoListing } from '@visage/database/drive/drive-photo.listing';
import { UserRepository } from '@visage/database/user/user.repository';
import { VisitorRepository } from '@visage/database/guest/visitor.repository';
import { createJobEnqueue, type JobEnqueue } from '@visage/queues/job.enqueue';
import { connectProducer } from '@visage/queues/redis.connection';
import { createObjectStore } from '@visage/storage/store.factory';
import type { Redis } from 'ioredis';
import { pino } from 'pino';
import { systemClock } from './clock.js';
import type { Closable } from './closable.js';
import { EventKeys } from './event.keys.js';
import { CLOCK, DATABASE, ENV, JOBS, LOG, MASTER_KEY, REDIS, STORE, WORK } from './host.token.js';
import { masterKeyOf } from './master.key.js';
import { repositoryProviders } from './repository.providers.js';
import { storageSettingsOf } from './storage.settings.js';
import type { WorkerEnv } from './worker.env.js';
import { serveHealth } from './worker.health.js';

const repositories = [
  AlbumPhotoListing,
  AlbumRepository,
  DriveAccountRepository,
  DriveExportFileRepository,
  DriveExportRepository,
  DriveImportFileRepository,
  DriveImportRepository,
  DriveMirrorItemRepository,
  DriveMirrorLineRepository,
  DriveMirrorRepository,
  DriveChannelRepository,
  StorageRoom,
  EventRepository,
  FaceLinkRepository,
  FaceRepository,
  GoogleSetupRepository,
  PersonRepository,
  PhotoOrigins,
  PhotoRepository,
  DrivePhotoListing,
  UserRepository,
  VisitorRepository,
];

const fromEnv = (provide: symbol, useFactory: (env: WorkerEnv) => unknown): Provider => ({
  provide,
  inject: [ENV],
  useFactory,
});

const HEALTH = Symbol('health of the worker');

const providers: Provider[] = [
  { provide: CLOCK, useValue: systemClock },
  fromEnv(DATABASE, (env) => createDatabase(env.DATABASE_URL)),
  fromEnv(STORE, (env) => createObjectStore(storageSettingsOf(env))),
  fromEnv(MASTER_KEY, masterKeyOf),
  fromEnv(REDIS, (env) => connectProducer(env.REDIS_URL)),
  fromEnv(JOBS, (env) => createJobEnqueue(env.REDIS_URL)),
  ...repositoryProviders(repositories),
  {
    provide: EventKeys,
    inject: [EventRepository, MASTER_KEY],
    useFactory: (events: EventRepository, masterKey: Uint8Array) => new EventKeys(events, masterKey),
  },
  {
    provide: HEALTH,
    inject: [ENV, DATABASE, REDIS],
    useFactory: async (env: WorkerEnv, database: Database, redis: Redis): Promise<Closable[]> => {
      if (env.HEALTH_PORT === undefined) return [];
      const postgres = { name: 'postgres', ask: () => pingDatabase(database) };
      return [await serveHealth(env.HEALTH_PORT, [postgres, { name: 'redis', ask: () => redis.ping() }])];
    },
  },
];

/** Work under way may end before the connections it needs are closed. */
@Injectable()
export class WorkerEnd implements BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    @Inject(WORK) private readonly work: readonly Closable[],
    @Inject(HEALTH) private readonly health: readonly Closable[],
    @Inject(JOBS) private readonly jobs: JobEnqueue,
    @Inject(REDIS) private readonly redis: Redis,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    for (const part of this.work) await part.close();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.health.map((part) => part.close()));
    await this.jobs.close();
    this.redis.disconnect();
    await this.database.close();
  }
}

export interface WorkerOptions {
  /** Name of the app in its log. */
  app: string;
  env: WorkerEnv;
  /** Makes `WORK`: job workers, the reconciler, threads; closed in this order. */
  work: Pick<Extract<Provider, { useFactory: unknown }>, 'inject' | 'useFactory'>;
}

@Global()
@Module({})
export class WorkerModule {
  static with({ app, env, work }: WorkerOptions): DynamicModule {
    const log: Provider = { provide: LOG, useFactory: () => pino({ level: env.LOG_LEVEL, base: { app } }) };
    return {
      module: WorkerModule,
      providers: [{ provide: ENV, useValue: env }, log, ...providers, { provide: WORK, ...work }, WorkerEnd],
      exports: [ENV, LOG],
    };
  }
}
