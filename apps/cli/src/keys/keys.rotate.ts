/** @module What `visage keys rotate` does. It may be stopped at any moment: the next run goes on where it was. */
import { createDatabase } from '@visage/database/client/database.client';
import { EventKeyRepository } from '@visage/database/event/event-key.repository';
import { KeyRotationRepository } from '@visage/database/event/key-rotation.repository';
import { SealedBoxRepository } from '@visage/database/event/sealed-box.repository';
import { systemClock } from '@visage/host/clock';
import { EventRotation } from '@visage/host/keys/event.rotation';
import { storageSettingsOf } from '@visage/host/storage.settings';
import { createObjectStore } from '@visage/storage/store.factory';
import { CommandError } from '../command.error.js';
import { readEnvironment } from '../env.js';
import { withDatabase } from '../installed.database.js';
import { step, type Say } from '../terminal.step.js';
import { dataFolder } from '../up/data.folder.js';
import { installedKeys, installedStorage, type InstalledPlace } from './installed.keys.js';
import { rotateMaster } from './master.rotate.js';

export interface RotateFlags {
  data?: string;
  event?: string;
  all?: boolean;
  endLinks?: boolean;
  yes?: boolean;
}

/**
 * @param knownAfterMs absent = as long as running apps may take to read of a new secret
 * @throws CommandError, with status 2 for flags that do not go together, and with 1 when another rotation is running
 */
export async function runKeysRotate(
  { data: chosen, event, all, endLinks, yes }: RotateFlags,
  { knownAfterMs }: { knownAfterMs?: number } = {},
): Promise<void> {
  if (event !== undefined && all) throw new CommandError('choose one of --event and --all', 2);
  const ofEvents = event !== undefined || all === true;
  if (ofEvents && endLinks) throw new CommandError('--end-links goes with a new master key', 2);
  const environment = readEnvironment();
  const data = dataFolder(chosen);
  await withDatabase(data, environment, async (url) => {
    const database = createDatabase(url, { connections: 3 });
    try {
      const keys = await installedKeys(data, environment, database, (told) =>
        process.stdout.write(`${told}\n`),
      );
      const place = { data, environment, database, keys };
      const run = await new KeyRotationRepository(database).alone(() =>
        ofEvents ? rotateEvents(place, event) : rotateMaster(place, { endLinks, yes, knownAfterMs }),
      );
      if (!run.locked)
        throw new CommandError('another rotation of keys is running; try again when it is done', 1);
    } finally {
      await database.close();
    }
  });
}

/** @param only absent = all events */
async function rotateEvents(place: InstalledPlace, only: string | undefined): Promise<void> {
  const { database, data, environment, keys } = place;
  const rotations = new KeyRotationRepository(database);
  const since = only === undefined ? await rotations.beginAll(systemClock.now()) : null;
  const events = since === null ? [only ?? ''] : await rotations.findOlder(since);
  const boxes = new SealedBoxRepository(database);
  const rotation = new EventRotation({
    ...{ store: keys.store, masters: keys.masters, keys: keys.events, clock: systemClock },
    ...{ events: new EventKeyRepository(database), rotations, boxes },
    objects: await createObjectStore(storageSettingsOf(installedStorage(data, environment))),
  });
  const total = { events: 0, faces: 0, damaged: 0 };
  await step('New keys', async (say) => {
    for (const eventId of events) {
      const faces = await boxes.countFaces(eventId);
      const done = await rotation.rotate(
        eventId,
        progress(say, { at: total.events, of: events.length, faces }),
      );
      if (done === null && only !== undefined) throw new CommandError(`there is no event ${only}`, 1);
      total.events += 1;
      total.faces += done?.faces ?? 0;
      total.damaged += done?.damaged ?? 0;
    }
  });
  if (since !== null) await rotations.finishAll();
  const lines = [
    `Events with a new key: ${total.events}; faces sealed anew: ${total.faces}`,
    ...(total.damaged > 0
      ? [`Left as they were, since no key opens them: ${total.damaged}. They are made anew.`]
      : []),
    'What backups hold of these faces opens only with a backup of the key store from before; let those expire.',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function progress(
  say: Say,
  { at, of, faces }: { at: number; of: number; faces: number },
): (count: number) => void {
  let done = 0;
  return (count) => {
    done += count;
    say(`event ${at + 1} of ${of}: ${done} of ${faces} faces`);
  };
}
