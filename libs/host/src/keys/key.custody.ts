/**
 * @module At the start of every app: that the key store is the one that holds the keys of this database's events, and that
 * no key is left in Postgres.
 */
import { randomUUID } from 'node:crypto';
import type { Database } from '@visage/database/client/database.client';
import { EventKeyRepository } from '@visage/database/event/event-key.repository';
import { EventRepository } from '@visage/database/event/event.repository';
import { KeyExistsError, KeyStoreError, type KeyStore } from '@visage/keys/key.store';
import { openKeyStore } from '@visage/keys/key.store.factory';
import { EventKeys } from './event.keys.js';
import { storageSettingsOf, type StorageEnvironment } from '../storage.settings.js';

const MOVED_AT_ONCE = 100;

export type KeyStoreEnvironment = StorageEnvironment & { KEY_STORE: string };

/** The store that the settings name. @throws KeyStoreError, or ObjectStoreError, when it cannot be used */
export function keyStoreOf(env: KeyStoreEnvironment): Promise<KeyStore> {
  const storage = storageSettingsOf(env);
  return openKeyStore(env.KEY_STORE, storage.kind === 's3' ? storage : null);
}

/** @throws KeyStoreError when it is another store, or empty where it should not be; nothing was written by then */
export async function openEventKeys(
  env: KeyStoreEnvironment,
  database: Database,
  masterKey: Uint8Array,
  log: { warn(detail: object, message: string): void },
): Promise<EventKeys> {
  const store = await keyStoreOf(env);
  const events = new EventKeyRepository(database);
  await recognise(store, events);
  const moved = await moveKeys(store, events);
  if (moved > 0)
    log.warn(
      { moved, place: store.place },
      'keys of events were moved out of Postgres; backups of the database from before hold them beside the faces, so let these expire',
    );
  return new EventKeys(store, new EventRepository(database), masterKey);
}

async function recognise(store: KeyStore, events: EventKeyRepository): Promise<void> {
  const expected = await events.findStore();
  const found = await store.identity();
  if (expected !== null && found !== expected) {
    const what = found === null ? 'is empty' : `is another one (${found})`;
    throw new KeyStoreError(
      `the keys of this database's events are in key store ${expected}, but ${store.place} ${what}. Nothing was written. ` +
        'Put the store back, or set KEY_STORE to where it is; without it no face can be opened, and none is found',
    );
  }
  if (expected !== null) return;
  const id = found ?? (await store.found(randomUUID()));
  const marked = await events.markStore(id);
  if (marked !== id)
    throw new KeyStoreError(`another app has just chosen key store ${marked}; ${store.place} is ${id}`);
}

/** May be done by several apps at once, and break off anywhere. */
async function moveKeys(store: KeyStore, events: EventKeyRepository): Promise<number> {
  let moved = 0;
  for (;;) {
    const page = await events.findToMove(MOVED_AT_ONCE);
    if (page.length === 0) return moved;
    for (const { eventId, wrappedKey } of page) {
      try {
        await store.create(eventId, wrappedKey);
      } catch (error) {
        if (!(error instanceof KeyExistsError)) throw error;
      }
      await events.forgetKey(eventId);
      moved += 1;
    }
  }
}
