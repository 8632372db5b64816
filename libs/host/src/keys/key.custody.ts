/**
 * @module At the start of every app: that the key store is the one that holds the keys of this database's events, and that
 * no key is left in Postgres.
 */
import { randomUUID } from 'node:crypto';
import type { Database } from '@visage/database/client/database.client';
import { EventKeyRepository } from '@visage/database/event/event-key.repository';
import { KeyExistsError, KeyStoreError, type KeyStore } from '@visage/keys/key.store';
import { openKeyStore } from '@visage/keys/key.store.factory';
import type { MasterKeySettings } from '../master.key.js';
import { EventKeys } from './event.keys.js';
import { InstalledSecrets } from './installed.secrets.js';
import { MasterKeys } from './master.keys.js';
import { PhotoKeys } from './photo.keys.js';
import { storageSettingsOf, type StorageEnvironment } from '../storage.settings.js';

const MOVED_AT_ONCE = 100;

export type KeyStoreEnvironment = StorageEnvironment & { KEY_STORE: string };
export type KeyEnvironment = KeyStoreEnvironment & MasterKeySettings;

export interface OpenedKeys {
  /** Data keys of events. */
  events: EventKeys;
  /** Of their photos, where these are encrypted. */
  photos: PhotoKeys;
  /** What tokens, sessions and secrets in Postgres are made with. */
  secrets: InstalledSecrets;
  masters: MasterKeys;
  store: KeyStore;
}

/** The store that the settings name. @throws KeyStoreError, or ObjectStoreError, when it cannot be used */
export function keyStoreOf(env: KeyStoreEnvironment): Promise<KeyStore> {
  const storage = storageSettingsOf(env);
  return openKeyStore(env.KEY_STORE, storage.kind === 's3' ? storage : null);
}

/**
 * Where it stays open, `secrets` is to be watched, and closed.
 * @throws KeyStoreError when it is another store, or empty where it should not be; nothing was written by then
 */
export async function openKeys(
  env: KeyEnvironment,
  database: Database,
  log: { warn(detail: object, message: string): void },
): Promise<OpenedKeys> {
  const store = await keyStoreOf(env);
  const events = new EventKeyRepository(database);
  await recognise(store, events);
  const masters = await MasterKeys.open(env);
  const secrets = await InstalledSecrets.open(store, masters);
  const moved = await moveKeys(store, events);
  if (moved > 0)
    log.warn(
      { moved, place: store.place },
      'keys of events were moved out of Postgres; backups of the database from before hold them beside the faces, so let these expire',
    );
  const keys = new EventKeys(store, events, masters);
  return { events: keys, photos: new PhotoKeys(events, keys), secrets, masters, store };
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
  if (expected !== null) return requireSecrets(store, events);
  const id = found ?? (await store.found(randomUUID()));
  const marked = await events.markStore(id);
  if (marked !== id)
    throw new KeyStoreError(`another app has just chosen key store ${marked}; ${store.place} is ${id}`);
}

/** Without them every link would be taken for a forged one. */
async function requireSecrets(store: KeyStore, events: EventKeyRepository): Promise<void> {
  if (!(await events.hasSecrets()) || (await store.readSecrets())) return;
  throw new KeyStoreError(
    `${store.place} has lost the secrets that links, short codes and Google's tokens were made with. Nothing was written. ` +
      'Put them back from a backup of the key store; without them no link opens',
  );
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
