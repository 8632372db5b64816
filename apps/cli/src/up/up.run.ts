/** @module `visage up`, step by step. */

import { applyMigrations } from '@visage/database/migration/migration.runner';
import { loadOrCreateMasterKey } from '@visage/crypto/master.key';
import { CommandError } from '../command.error.js';
import type { Environment } from '../env.js';
import { inRepository } from '../repository.folder.js';
import { step } from '../terminal.step.js';
import { withUserAccounts } from '../user/user.accounts.js';
import { dataFolder, openDataFolder, type DataFolder } from './data.folder.js';
import { DataFolderBusyError, takeDataLock, type DataLock } from './data.lock.js';
import { readDemoPhotos } from './demo.photos.js';
import { forgetFirstStart } from './first.start.js';
import type { Shutdown } from './shutdown.js';
import { addressesOf, type Addresses } from './up.address.js';
import { startApps, stopApps, stopLeftoverApps } from './up.apps.js';
import { renderBanner } from './up.banner.js';
import { findDemo, makeDemo } from './up.demo.js';
import { provideFakeDrive } from './up.fake-drive.js';
import { waitForGateway } from './up.health.js';
import { provideModelFiles } from './up.models.js';
import { provideOrganizer, type OrganizerLogin } from './up.organizer.js';
import { choosePort } from './up.port.js';
import { provideModels, providePostgres, provideRedis, provideStorage } from './up.servers.js';

export interface UpOptions {
  data?: string;
  port?: number;
  host: string;
  demo: boolean;
  /** A fake Google Drive beside the apps. */
  fakeDrive: boolean;
}

/** Starts everything and shows the banner; `shutdown` stops what it started. */
export async function runUp(
  options: UpOptions,
  environment: Environment,
  shutdown: Shutdown,
  onLost: (error: Error) => void,
): Promise<void> {
  const data = dataFolder(options.data);
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
  await step('Models', (say) => provideModelFiles(models, say));
  const masterKey = await provideMasterKey(data, environment);
  const login = await withUserAccounts(databaseUrl, (accounts) =>
    provideOrganizer(accounts, data.firstStartFile),
  );

  const drive = options.fakeDrive
    ? await step('Fake Google Drive', () => provideFakeDrive(data, shutdown))
    : {};
  const addresses = addressesOf(options.host, port, environment.PUBLIC_URL);
  await step('Apps', async () => {
    const settings = {
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      ...provideStorage(data, environment),
      ...masterKey,
      ...models,
      ...drive,
      PORT: String(port),
      HOST: options.host,
      HEALTH_PORT: undefined, // for apps that run alone; here one port would be claimed by all
      PUBLIC_URL: addresses.public,
      WEB_DIR: inRepository('apps', 'web', 'dist'),
    };
    const apps = await startApps(data, settings, reportCrash(data));
    await shutdown.add({
      name: 'apps',
      stop: () => stopApps(apps),
      kill: () => apps.forEach((app) => app.kill()),
    });
    await waitForGateway(addresses.internal, data.logs, shutdown.signal);
  });

  const guestUrl = options.demo ? await provideDemo(data, addresses, login, shutdown.signal) : undefined;
  const selfie = inRepository('node_modules', '@vladmandic', 'face-api', 'demo', 'sample1.jpg');
  process.stdout.write(renderBanner({ addresses, login, guestUrl, dataFolder: data.root, selfie }));
  if (!options.demo || guestUrl !== undefined) await forgetFirstStart(data.firstStartFile);
}

async function lockFolder(data: DataFolder): Promise<DataLock> {
  try {
    return await takeDataLock(data.lockFile);
  } catch (error) {
    if (!(error instanceof DataFolderBusyError)) throw error;
    throw new CommandError(
      `Visage is already running on ${data.root} (process ${error.pid}). Stop that one first, or choose another folder with --data.`,
      1,
      { cause: error },
    );
  }
}

/** The key from the environment if one is set there, else the data folder's own, created at the first start. */
async function provideMasterKey(
  data: DataFolder,
  environment: Environment,
): Promise<Record<string, string | undefined>> {
  if (environment.MASTER_KEY !== undefined) return { MASTER_KEY_FILE: undefined };
  const file = environment.MASTER_KEY_FILE ?? data.masterKeyFile;
  await loadOrCreateMasterKey({ file });
  return { MASTER_KEY_FILE: file };
}

function reportCrash(data: DataFolder): (name: string, why: string, delayMs: number) => void {
  return (name, why, delayMs) => {
    const seconds = (delayMs / 1000).toFixed(1);
    process.stderr.write(
      `${name} ended (${why}); starting it again in ${seconds} s. Log: ${data.logs}/${name}.log\n`,
    );
  };
}

/** A demo that fails is reported, and tried again at the next start; the platform runs without it. */
async function provideDemo(
  data: DataFolder,
  addresses: Addresses,
  login: OrganizerLogin,
  signal: AbortSignal,
): Promise<string | undefined> {
  const existing = await findDemo(data.demoFile, addresses.internal, addresses.public);
  const { email, password } = login;
  if (existing !== undefined || password === undefined) return existing;
  const photos = await readDemoPhotos();
  if (photos === undefined) return undefined;
  try {
    return await step('Demo event', (say) =>
      makeDemo(
        { base: addresses.internal, login: { email, password }, photos, stateFile: data.demoFile, signal },
        say,
      ),
    );
  } catch (error) {
    signal.throwIfAborted();
    process.stderr.write(
      `The demo event could not be made: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    return undefined;
  }
}
