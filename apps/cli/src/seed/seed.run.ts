/** @module `visage seed`, step by step. */

import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { storageSettingSchema } from '@visage/contracts/setting.contract';
import { createDatabase } from '@visage/database/client/database.client';
import { UserRepository } from '@visage/database/user/user.repository';
import { readIfPresent } from '@visage/embedded/secret.file';
import { openEventKeys } from '@visage/host/keys/key.custody';
import { masterKeyOf } from '@visage/host/master.key';
import { storageSettingsOf } from '@visage/host/storage.settings';
import { loadManifest } from '@visage/models/model.manifest';
import { createObjectStore } from '@visage/storage/store.factory';
import { CommandError } from '../command.error.js';
import { readEnvironment, type Environment } from '../env.js';
import { modelFolders } from '../models/model.folder.js';
import { step } from '../terminal.step.js';
import { dataFolder, devDataFolder, type DataFolder } from '../up/data.folder.js';
import { readLockOwner } from '../up/data.lock.js';
import { provideKeys, provideStorage } from '../up/up.servers.js';
import { withDatabase } from '../installed.database.js';
import type { SeedFlags } from './seed.flags.js';
import { seedEvent } from './seed.event.js';

export async function runSeed({ data: chosen, owner, ...asked }: SeedFlags): Promise<void> {
  const environment = readEnvironment();
  const data = await chooseFolder(chosen);
  const masterKey = await readMasterKey(data, environment);
  const storage = storageSettingSchema.parse({ ...environment, ...provideStorage(data, environment) });
  const store = await createObjectStore(storageSettingsOf(storage));
  const manifest = await loadManifest(join(modelFolders(environment).modelsDir, 'manifest.json'));
  const seeded = await withDatabase(data, environment, async (url) => {
    const database = createDatabase(url);
    try {
      const user = await new UserRepository(database).findByEmail(owner);
      if (!user) throw new CommandError(`there is no account ${owner}; choose another with --owner`);
      return await step(asked.name, async (say) => {
        const log = { warn: (_: object, told: string) => say(told) };
        const keys = await openEventKeys(
          { ...storage, ...provideKeys(data, environment) },
          database,
          masterKey,
          log,
        );
        const place = { database, store, masterKey, keys, manifest, now: () => new Date() };
        return seedEvent(place, { ...asked, ownerId: user.id }, say);
      });
    } finally {
      await database.close();
    }
  });
  const origin = environment.PUBLIC_URL ?? (await readIfPresent(data.addressFile))?.trim() ?? '';
  const lines = [
    `${asked.photos} photos, ${seeded.faces} faces, ${asked.people} people, ${seeded.guests.length} guests`,
    `Organizer (${owner}):  ${origin}/events/${seeded.eventId}`,
    `Guest, all photos:  ${origin}/g/${seeded.galleryToken}`,
    `Guest, own photos:  ${origin}/g/${seeded.ownPhotosToken}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** A `visage dev` that runs is what somebody is working with. */
async function chooseFolder(chosen: string | undefined): Promise<DataFolder> {
  if (chosen !== undefined) return dataFolder(chosen);
  const dev = dataFolder(devDataFolder);
  return (await readLockOwner(dev.lockFile)) ? dev : dataFolder();
}

/** The key of the apps that will show the event; a new one would open nothing for them. */
async function readMasterKey(data: DataFolder, environment: Environment): Promise<Uint8Array> {
  if (environment.MASTER_KEY !== undefined) return masterKeyOf({ MASTER_KEY: environment.MASTER_KEY });
  const file = environment.MASTER_KEY_FILE ?? data.masterKeyFile;
  await access(file).catch(() => {
    throw new CommandError(
      `there is no master key ${file}; start ./visage up once, or set MASTER_KEY as the apps have it`,
    );
  });
  return masterKeyOf({ MASTER_KEY_FILE: file });
}
