/** @module `visage seed`, step by step. */

import { join } from 'node:path';
import { createDatabase } from '@visage/database/client/database.client';
import { UserRepository } from '@visage/database/user/user.repository';
import { readIfPresent } from '@visage/embedded/secret.file';
import { storageSettingsOf } from '@visage/host/storage.settings';
import { loadManifest } from '@visage/models/model.manifest';
import { createObjectStore } from '@visage/storage/store.factory';
import { CommandError } from '../command.error.js';
import { readEnvironment } from '../env.js';
import { modelFolders } from '../models/model.folder.js';
import { step } from '../terminal.step.js';
import { installedKeys, installedStorage, masterKeySettings } from '../keys/installed.keys.js';
import { dataFolder, devDataFolder, type DataFolder } from '../up/data.folder.js';
import { readLockOwner } from '../up/data.lock.js';
import { withDatabase } from '../installed.database.js';
import type { SeedFlags } from './seed.flags.js';
import { seedEvent } from './seed.event.js';

export async function runSeed({ data: chosen, owner, ...asked }: SeedFlags): Promise<void> {
  const environment = readEnvironment();
  const data = await chooseFolder(chosen);
  await masterKeySettings(data, environment);
  const store = await createObjectStore(storageSettingsOf(installedStorage(data, environment)));
  const manifest = await loadManifest(join(modelFolders(environment).modelsDir, 'manifest.json'));
  const seeded = await withDatabase(data, environment, async (url) => {
    const database = createDatabase(url);
    try {
      const user = await new UserRepository(database).findByEmail(owner);
      if (!user) throw new CommandError(`there is no account ${owner}; choose another with --owner`);
      return await step(asked.name, async (say) => {
        const { events: keys, secrets } = await installedKeys(data, environment, database, say);
        const place = { database, store, secrets, keys, manifest, now: () => new Date() };
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
