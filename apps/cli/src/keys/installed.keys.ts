/** @module The keys of an installation, as its apps have them. */
import { access } from 'node:fs/promises';
import { storageSettingSchema } from '@visage/contracts/setting.contract';
import type { Database } from '@visage/database/client/database.client';
import { keyStoreOf, openKeys, type OpenedKeys } from '@visage/host/keys/key.custody';
import { MasterKeys } from '@visage/host/keys/master.keys';
import type { MasterKeySettings } from '@visage/host/master.key';
import type { StorageEnvironment } from '@visage/host/storage.settings';
import type { KeyStore } from '@visage/keys/key.store';
import { CommandError } from '../command.error.js';
import type { Environment } from '../env.js';
import type { DataFolder } from '../up/data.folder.js';
import { provideKeys, provideStorage } from '../up/up.servers.js';

/** Of one installation, what a command on its keys works with. */
export interface InstalledPlace {
  data: DataFolder;
  environment: Environment;
  database: Database;
  keys: OpenedKeys;
}

/** A new one would open nothing for the apps. @throws CommandError when there is none */
export async function masterKeySettings(
  data: DataFolder,
  { MASTER_KEY, FORMER_MASTER_KEY, MASTER_KEY_FILE }: Environment,
): Promise<MasterKeySettings> {
  if (MASTER_KEY !== undefined) return { MASTER_KEY, FORMER_MASTER_KEY };
  const file = MASTER_KEY_FILE ?? data.masterKeyFile;
  await access(file).catch(() => {
    throw new CommandError(
      `there is no master key ${file}; start ./visage up once, or set MASTER_KEY as the apps have it`,
    );
  });
  return { MASTER_KEY_FILE: file };
}

export async function installedMasterKeys(data: DataFolder, environment: Environment): Promise<MasterKeys> {
  return MasterKeys.open(await masterKeySettings(data, environment));
}

export function installedStorage(data: DataFolder, environment: Environment): StorageEnvironment {
  return storageSettingSchema.parse({ ...environment, ...provideStorage(data, environment) });
}

export function installedKeyStore(data: DataFolder, environment: Environment): Promise<KeyStore> {
  return keyStoreOf({ ...installedStorage(data, environment), ...provideKeys(data, environment) });
}

/** Checked as at the start of an app. @param say what was found and mended */
export async function installedKeys(
  data: DataFolder,
  environment: Environment,
  database: Database,
  say: (told: string) => void,
): Promise<OpenedKeys> {
  const settings = {
    ...installedStorage(data, environment),
    ...provideKeys(data, environment),
    ...(await masterKeySettings(data, environment)),
  };
  return openKeys(settings, database, { warn: (_, told) => say(told) });
}
