/** @module What every worker stands on: log, clock, database, storage, queues and keys, from its settings. */
import type { PurposeKeys } from '@visage/crypto/purpose.keys';
import { createDatabase, type Database, pingDatabase } from '@visage/database/client/database.client';
import { createJobEnqueue, type JobEnqueue } from '@visage/queues/job.enqueue';
import { connectProducer } from '@visage/queues/redis.connection';
import type { ObjectStore } from '@visage/storage/object.store';
import { createObjectStore } from '@visage/storage/store.factory';
import { pino, type Logger } from 'pino';
import type { Closable } from './closable.js';
import { systemClock, type Clock } from './clock.js';
import type { EventKeys } from './keys/event.keys.js';
import { openKeys } from './keys/key.custody.js';
import { SealedStore } from './sealed.store.js';
import { storageSettingsOf } from './storage.settings.js';
import type { WorkerEnv } from './worker.env.js';
import type { HealthProbe } from './worker.health.js';

/** Repositories are made of the database by whoever needs them. */
export interface WorkerContext<Env extends WorkerEnv = WorkerEnv> {
  env: Env;
  log: Logger;
  clock: Clock;
  database: Database;
  store: ObjectStore;
  /** What tokens and the secrets in Postgres are made with. */
  secrets: PurposeKeys;
  /** Data keys of events. */
  keys: EventKeys;
  jobs: JobEnqueue;
}

export interface OpenedContext<Env extends WorkerEnv> extends Closable {
  context: WorkerContext<Env>;
  probes: HealthProbe[];
}

/** @param name of the app in its log. @throws Error when a setting is missing or the master key cannot be read. */
export async function openContext<Env extends WorkerEnv>(
  name: string,
  env: Env,
): Promise<OpenedContext<Env>> {
  const plain = await createObjectStore(storageSettingsOf(env));
  const database = createDatabase(env.DATABASE_URL);
  const log = pino({ level: env.LOG_LEVEL, base: { app: name } });
  const { events: keys, photos, secrets } = await openKeys(env, database, log);
  const store = new SealedStore(plain, photos.sealOf);
  secrets.watch(log);
  const jobs = createJobEnqueue(env.REDIS_URL);
  const redis = connectProducer(env.REDIS_URL);
  return {
    context: {
      ...{ env, log, clock: systemClock, database, store, secrets, keys, jobs },
    },
    probes: [
      { name: 'postgres', ask: () => pingDatabase(database) },
      { name: 'redis', ask: () => redis.ping() },
    ],
    close: async () => {
      secrets.close();
      await jobs.close();
      redis.disconnect();
      await database.close();
    },
  };
}
