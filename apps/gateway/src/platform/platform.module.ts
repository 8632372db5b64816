/** @module Connections, keys and repositories, made once and shared by every feature. */
import { Global, Module, type DynamicModule, type Provider } from '@nestjs/common';
import { createDatabase, type Database } from '@visage/database/client/database.client';
import { VisitorRepository } from '@visage/database/guest/visitor.repository';
import { UserRepository } from '@visage/database/user/user.repository';
import { loadManifest } from '@visage/models/model.manifest';
import type { Clock } from '@visage/host/clock';
import { CLOCK, DATABASE, ENV, LOG, KEYS, MANIFEST, REDIS, SECRETS, STORE } from '@visage/host/host.token';
import { EventKeys } from '@visage/host/keys/event.keys';
import { openKeys, type OpenedKeys } from '@visage/host/keys/key.custody';
import { PhotoKeys } from '@visage/host/keys/photo.keys';
import { Principals } from '@visage/host/principals';
import { SealedStore } from '@visage/host/sealed.store';
import { storageSettingsOf } from '@visage/host/storage.settings';
import { Originals } from '@visage/originals/originals';
import type { ObjectStore } from '@visage/storage/object.store';
import { createObjectStore } from '@visage/storage/store.factory';
import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import type { GatewayEnv } from '../env.js';
import { connectRedis } from './gateway.redis.js';
import { repositoryProviders } from './repository.decorator.js';
import { ShutdownHook } from './shutdown.hook.js';

const fromEnv = (provide: symbol, useFactory: (env: GatewayEnv) => unknown): Provider => ({
  provide,
  inject: [ENV],
  useFactory,
});

const providers: Provider[] = [
  fromEnv(LOG, (env) => pino({ level: env.LOG_LEVEL, base: { app: 'gateway' } })),
  fromEnv(DATABASE, (env) => createDatabase(env.DATABASE_URL)),
  { provide: KEYS, inject: [ENV, DATABASE, LOG], useFactory: openKeys },
  {
    provide: STORE,
    inject: [ENV, KEYS],
    useFactory: async (env: GatewayEnv, { photos }: OpenedKeys) =>
      new SealedStore(await createObjectStore(storageSettingsOf(env)), photos.sealOf),
  },
  { provide: EventKeys, inject: [KEYS], useFactory: ({ events }: OpenedKeys) => events },
  { provide: PhotoKeys, inject: [KEYS], useFactory: ({ photos }: OpenedKeys) => photos },
  {
    provide: SECRETS,
    inject: [KEYS, LOG],
    useFactory: ({ secrets }: OpenedKeys, log: Logger) => secrets.watch(log),
  },
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
    inject: [DATABASE],
    useFactory: (database: Database) =>
      new Principals(new VisitorRepository(database), new UserRepository(database)),
  },
];

@Global()
@Module({})
export class PlatformModule {
  static with(readEnv: () => GatewayEnv, clock: Clock): DynamicModule {
    const repositories = repositoryProviders();
    return {
      module: PlatformModule,
      providers: [
        { provide: ENV, useFactory: readEnv },
        { provide: CLOCK, useValue: clock },
        ...providers,
        ...repositories,
        ShutdownHook,
      ],
      exports: [
        ENV,
        CLOCK,
        LOG,
        DATABASE,
        STORE,
        KEYS,
        SECRETS,
        MANIFEST,
        REDIS,
        EventKeys,
        PhotoKeys,
        Originals,
        Principals,
        ...repositories,
      ],
    };
  }
}
