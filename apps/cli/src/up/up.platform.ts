/** @module What `up` and `dev` stand on: a locked data folder, Postgres, Redis, storage, models, keys and the organizer. */

import { writePrivateFile } from '@visage/embedded/secret.file';
import { applyMigrations } from '@visage/database/migration/migration.runner';
import { loadOrCreateMasterKey } from '@visage/crypto/master.key';
import { CommandError } from '../command.error.js';
import type { Environment } from '../env.js';
import { inRepository } from '../repository.folder.js';
import { step } from '../terminal.step.js';
import { withUserAccounts } from '../user/user.accounts.js';
import { openDataFolder, type DataFolder } from './data.folder.js';
import { DataFolderBusyError, takeDataLock, type DataLock } from './data.lock.js';
import type { Shutdown } from './shutdown.js';
import { addressesOf, type Addresses } from './up.address.js';
import { stopLeftoverApps } from './up.apps.js';
import { provideDemoController } from './up.controller.js';
import { provideFakeDrive } from './up.fake-drive.js';
import { provideModelFiles } from './up.models.js';
import { provideOrganizer, type OrganizerLogin } from './up.organizer.js';
import { choosePort } from './up.port.js';
import { provideKeys, provideModels, providePostgres, provideRedis, provideStorage } from './up.servers.js';

export interface PlatformOptions {
  port?: number;
  host: string;
  /** A stand-in of Google Drive beside the apps. */
  fakeDrive: boolean;
}

export interface Platform {
  port: number;
  addresses: Addresses;
  login: OrganizerLogin;
  /** Variables that every app is started with; those of the gateway's address are not among them. */
  settings: Record<string, string | undefined>;
}

/** Starts everything that apps need; what it started is stopped through `shutdown`. */
export async function startPlatform(
  data: DataFolder,
  options: PlatformOptions,
  environment: Environment,
  shutdown: Shutdown,
  onLost: (error: Error) => void,
): Promise<Platform> {
  await openDataFolder(data);
  const lock = await lockFolder(data);
  await shutdown.add({ name: 'lock', stop: () => lock.release(), kill: () => lock.release() });
  await stopLeftoverApps(data);
  const port = await choosePort(options.port, options.host, data.portFile);

  const context = { data, environment, shutdown, onLost };
  const databaseUrl = await step('Postgres', (say) => providePostgres(context, say));
  const redisUrl = await step('Redis', (say) => provideRedis(context, say));
  await step('Database schema', () => applyMigrations(databaseUrl, inRepository('prisma', 'migrations')));
  const models = provideModels(environment);
  const waiting = await step('Models', (say) => provideModelFiles(models, environment, databaseUrl, say));
  for (const sentence of waiting) process.stderr.write(`${sentence}\n`);
  const masterKey = await provideMasterKey(data, environment);
  await provideDemoController(databaseUrl);
  const login = await withUserAccounts(databaseUrl, (accounts) =>
    provideOrganizer(accounts, data.firstStartFile),
  );
  const drive = options.fakeDrive
    ? await step('Stand-in of Google Drive', () => provideFakeDrive(data, shutdown))
    : {};
  const addresses = addressesOf(options.host, port, environment.PUBLIC_URL);
  await writePrivateFile(data.addressFile, `${addresses.public}\n`);
  const settings = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    ...provideStorage(data, environment),
    ...provideKeys(data, environment),
    ...masterKey,
    ...models,
    ...drive,
    HEALTH_PORT: undefined, // for apps that run alone; here one port would be claimed by all
    PUBLIC_URL: addresses.public,
  };
  return { port, addresses, login, settings };
}

async function lockFolder(data: DataFolder): Promise<DataLock> {
  try {
    return await takeDataLock(data.lockFile);
  } catch (error) {
    if (!(error instanceof DataFolderBusyError)) throw error;
    throw new CommandError(
      `Visage already runs on ${data.root} (process ${error.pid}). Stop that one first, or choose another folder with --data.`,
      1,
      { cause: error },
    );
  }
}

/** The key from the environment when one is set there, else the data folder's own, made at the first start. */
async function provideMasterKey(
  data: DataFolder,
  environment: Environment,
): Promise<Record<string, string | undefined>> {
  if (environment.MASTER_KEY !== undefined) return { MASTER_KEY_FILE: undefined };
  const file = environment.MASTER_KEY_FILE ?? data.masterKeyFile;
  await loadOrCreateMasterKey({ file });
  return { MASTER_KEY_FILE: file };
}
