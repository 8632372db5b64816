/** @module Step: Postgres, Redis and storage: embedded, or those named in the environment. */

import { startEmbeddedPostgres } from '@visage/embedded/embedded.postgres';
import { startEmbeddedRedis } from '@visage/embedded/embedded.redis';
import { CommandError } from '../command.error.js';
import type { Environment } from '../env.js';
import { modelFolders } from '../models/model.folder.js';
import type { Say } from '../terminal.step.js';
import type { DataFolder } from './data.folder.js';
import { keepRunning } from './server.watch.js';
import type { Shutdown } from './shutdown.js';
import { programCache } from '../repository.folder.js';

export interface ServerContext {
  data: DataFolder;
  environment: Environment;
  shutdown: Shutdown;
  /** A server exited by itself and could not be brought back. */
  onLost: (error: Error) => void;
}

/** @returns DATABASE_URL for the apps. */
export async function providePostgres(context: ServerContext, say: Say): Promise<string> {
  const { data, environment, shutdown } = context;
  if (environment.DATABASE_URL !== undefined) return environment.DATABASE_URL;
  const start = () => startEmbeddedPostgres({ dataDir: data.postgres, onProgress: say });
  return keepRunning('Postgres', start, shutdown, context.onLost);
}

/** @returns REDIS_URL for the apps. */
export async function provideRedis(context: ServerContext, say: Say): Promise<string> {
  const { data, environment, shutdown } = context;
  if (environment.REDIS_URL !== undefined) return environment.REDIS_URL;
  const start = () => startEmbeddedRedis({ dataDir: data.redis, cacheDir: programCache, onProgress: say });
  return keepRunning('Redis', start, shutdown, context.onLost);
}

const S3_NEEDED = ['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const;

/** @returns the storage variables for the apps: S3's if S3 is configured, else a folder. */
export function provideStorage(
  data: DataFolder,
  environment: Environment,
): Record<string, string | undefined> {
  if (environment.S3_ENDPOINT === undefined && environment.S3_BUCKET === undefined) {
    return { STORAGE_DIR: environment.STORAGE_DIR ?? data.storage };
  }
  const missing = S3_NEEDED.filter((name) => environment[name] === undefined);
  if (missing.length > 0) throw new CommandError(`S3 storage also needs ${missing.join(', ')}`);
  return { STORAGE_DIR: undefined }; // the apps inherit S3_*
}

/** @returns where the apps keep the data keys of events. */
export function provideKeys(data: DataFolder, environment: Environment): { KEY_STORE: string } {
  return { KEY_STORE: environment.KEY_STORE ?? data.keys };
}

/** @returns the model variables for the apps. */
export function provideModels(environment: Environment): { MODELS_DIR: string; MODEL_CACHE_DIR: string } {
  const { modelsDir, cacheDir } = modelFolders(environment);
  return { MODELS_DIR: modelsDir, MODEL_CACHE_DIR: cacheDir };
}
