import { createDataKey, wrapDataKey } from '@visage/crypto/data.key';
import { EventKeyRepository } from '@visage/database/event/event-key.repository';
import { EventRepository } from '@visage/database/event/event.repository';
import { openOwnedDatabase, type OwnedDatabase } from '@visage/database/testing/owned.database';
import { KeyMissingError, KeyStoreError } from '@visage/keys/key.store';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openKeys, type OpenedKeys } from './key.custody.js';
import type { EventKey } from './event.key.js';
import type { EventKeys } from './event.keys.js';

const masterKey = new Uint8Array(randomBytes(32));
const MASTER_KEY = Buffer.from(masterKey).toString('base64');
let owned: OwnedDatabase;
let folder: string;
let told: string[];

beforeAll(async () => {
  owned = await openOwnedDatabase();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-custody-'));
  told = [];
  await owned.database.prisma.keyStoreMark.deleteMany();
  await owned.database.prisma.event.deleteMany();
});
afterEach(() => rm(folder, { recursive: true }));
afterAll(() => owned.close());

const openAll = (place = 'keys'): Promise<OpenedKeys> =>
  openKeys(
    { STORAGE_DIR: folder, S3_REGION: 'r', KEY_STORE: join(folder, place), MASTER_KEY },
    owned.database,
    { warn: (_, message) => void told.push(message) },
  );
const open = async (place?: string): Promise<EventKeys> => (await openAll(place)).events;

async function makeEvent(id: string, wrappedKey?: Uint8Array<ArrayBuffer>): Promise<string> {
  const row = { id, ownerId: owned.ownerId, name: 'E', embedder: 'm' };
  await owned.database.prisma.event.create({ data: { ...row, ...(wrappedKey && { wrappedKey }) } });
  return id;
}

test('the key of an event opens for that event alone, and there is none of one that was erased', async () => {
  const keys = await open();
  const [wedding, party] = [randomUUID(), randomUUID()];
  for (const id of [wedding, party]) {
    await keys.create(id);
    await makeEvent(id);
  }
  const key = await keys.open(wedding);
  expect(key?.sealing).toHaveLength(32);
  expect(await keys.open(wedding)).toEqual(key);
  expect(await keys.open(party)).not.toEqual(key);
  await rename(join(folder, 'keys', `${wedding}.key`), join(folder, 'keys', `${party}.key`));
  await expect(keys.open(party)).rejects.toThrow();
  expect(await keys.open(randomUUID())).toBeNull();
  await new EventRepository(owned.database).erase(party);
  await keys.destroy(party);
  expect(await keys.open(party)).toBeNull();
});

test('that the store has lost the key of a living event is said, and not taken for an erased one', async () => {
  const keys = await open();
  const id = randomUUID();
  await keys.create(id);
  await makeEvent(id);
  await rm(join(folder, 'keys', `${id}.key`));
  await expect(keys.open(id)).rejects.toThrow(KeyMissingError);
  await expect(keys.open(id)).rejects.toThrow(id);
});

test('the key that a broken-off erasure has left is destroyed by the next sweep, and no other', async () => {
  const keys = await open();
  const [erased, other] = [randomUUID(), randomUUID()];
  for (const id of [erased, other]) {
    await keys.create(id);
    await makeEvent(id);
  }
  await new EventRepository(owned.database).erase(erased);
  await keys.destroyLeft([erased, randomUUID()]);
  expect(await keys.open(erased)).toBeNull();
  expect((await keys.open(other))?.opening).toHaveLength(1);
});

test('a key is overwritten once it was used, also by who fails', async () => {
  const keys = await open();
  const id = await makeEvent(randomUUID());
  await keys.create(id);
  const seen: Uint8Array[] = [];
  const use = ({ sealing }: EventKey): number => {
    seen.push(sealing);
    return sealing.filter((byte) => byte !== 0).length;
  };
  expect(await keys.with(id, use)).toBeGreaterThan(20);
  await expect(
    keys.with(id, (key) => {
      use(key);
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(seen.map((key) => key.every((byte) => byte === 0))).toEqual([true, true]);
  expect(await keys.with(randomUUID(), use)).toBeNull();
});

test('a store that is lost, or another one, is noticed at the start, before anything is written to it', async () => {
  const keys = await open();
  await keys.create(await makeEvent(randomUUID()));
  await expect(open('elsewhere')).rejects.toThrow(KeyStoreError);
  await expect(open('elsewhere')).rejects.toThrow(join(folder, 'elsewhere'));
  expect(await readdir(join(folder, 'elsewhere'))).toEqual([]);

  await owned.database.prisma.keyStoreMark.update({ where: { id: 1 }, data: { storeId: randomUUID() } });
  await expect(open()).rejects.toThrow('another one');
});

test('apps that start at once agree on one store', async () => {
  await Promise.all([open(), open(), open(), open()]);
  const mark = await new EventKeyRepository(owned.database).findStore();
  expect(mark).not.toBeNull();
  await open();
});

test('keys that were kept in Postgres move to the store, whichever app dies in between, and still open', async () => {
  const events = await Promise.all(
    Array.from({ length: 3 }, async () => {
      const [id, key] = [randomUUID(), createDataKey()];
      return { id: await makeEvent(id, wrapDataKey(masterKey, key, id)), key };
    }),
  );
  const { prisma } = owned.database;
  const [first] = await prisma.event.findMany({ orderBy: { id: 'asc' } });
  await Promise.all([open(), open()]);
  expect(told.filter((line) => line.includes('backups'))).not.toEqual([]);
  // as if the one before had died after it wrote the file
  await prisma.event.update({
    where: { id: first?.id ?? '' },
    data: { wrappedKey: wrapDataKey(masterKey, createDataKey(), first?.id ?? '') },
  });
  const keys = await open();
  for (const { id, key } of events) expect((await keys.open(id))?.opening).toEqual([key]);
  expect(await prisma.event.count({ where: { wrappedKey: { not: null } } })).toBe(0);
  told = [];
  await open();
  expect(told).toEqual([]);
});
