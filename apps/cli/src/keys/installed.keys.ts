/** @module The keys of an installation, as its apps have them. */
import { access } from 'node:fs/promises';
import { storageSettingSchema } from '@visage/contracts/setting.contract';
import { keyStoreOf } from '@visage/host/keys/key.custody';
import { masterKeyOf } from '@visage/host/master.key';
import type { KeyStore } from '@visage/keys/key.store';
import { CommandError } from '../command.error.js';
import type { Environment } from '../env.js';
import type { DataFolder } from '../up/data.folder.js';
import { provideKeys, provideStorage } from '../up/up.servers.js';

/** A new one would open nothing for the apps. @throws CommandError when there is none */
export async function installedMasterKey(data: DataFolder, environment: Environment): Promise<Uint8Array> {
  if (environment.MASTER_KEY !== undefined) return masterKeyOf({ MASTER_KEY: environment.MASTER_KEY });
  const file = environment.MASTER_KEY_FILE ?? data.masterKeyFile;
  await access(file).catch(() => {
    throw new CommandError(
      `there is no master key ${file}; start ./visage up once, or set MASTER_KEY as the apps have it`,
    );
  });
  return masterKeyOf({ MASTER_KEY_FILE: file });
}

export function installedKeyStore(data: DataFolder, environment: Environment): Promise<KeyStore> {
  const storage = storageSettingSchema.parse({ ...environment, ...provideStorage(data, environment) });
  return keyStoreOf({ ...storage, ...provideKeys(data, environment) });
}
