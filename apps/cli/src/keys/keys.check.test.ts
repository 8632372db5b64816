import { createDataKey, wrapDataKey } from '@visage/crypto/data.key';
import { masterKeyId } from '@visage/crypto/wrapped.box';
import { EventRepository } from '@visage/database/event/event.repository';
import { openOwnedDatabase, type OwnedDatabase } from '@visage/database/testing/owned.database';
import { FolderKeyStore } from '@visage/keys/folder.key.store';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { keepOutput } from '../testing/kept.output.js';
import { runKeysCheck } from './keys.check.js';

let owned: OwnedDatabase;
let folder: string;
let store: FolderKeyStore;
const masterKey = randomBytes(32);
const output = keepOutput();

beforeAll(async () => {
  owned = await openOwnedDatabase();
  folder = await mkdtemp(join(tmpdir(), 'visage-keys-check-'));
  store = await FolderKeyStore.open(join(folder, 'keys'));
  vi.stubEnv('DATABASE_URL', owned.url);
  vi.stubEnv('MASTER_KEY', masterKey.toString('base64'));
  vi.stubEnv('KEY_STORE', join(folder, 'keys'));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await owned.close();
  await rm(folder, { recursive: true });
});

async function makeEvent(master: Uint8Array | null): Promise<string> {
  const id = randomUUID();
  await owned.database.prisma.event.create({
    data: { id, ownerId: owned.ownerId, name: 'E', embedder: 'm' },
  });
  if (master) await store.create(id, wrapDataKey(master, createDataKey(), id));
  return id;
}

test('an administrator learns which events cannot be opened and why, and which keys are left over', async () => {
  await makeEvent(masterKey);
  await runKeysCheck({ data: folder });
  expect(output.text()).toBe(`Keys in the folder ${join(folder, 'keys')}\nEvents that can be opened: 1\n`);

  output.forget();
  const other = randomBytes(32);
  const [missing, foreign, left] = [
    await makeEvent(null),
    await makeEvent(other),
    await makeEvent(masterKey),
  ];
  await new EventRepository(owned.database).erase(left);
  const unknown = randomUUID();
  await store.create(unknown, wrapDataKey(masterKey, createDataKey(), unknown));
  await expect(runKeysCheck({ data: folder })).rejects.toThrow('events whose faces cannot be opened: 2');
  expect(output.text().trim().split('\n').slice(1)).toEqual([
    'Events that can be opened: 1',
    `${missing}: its key is missing`,
    `${foreign}: needs master key ${masterKeyId(other)}`,
    `${left}: was erased, and its key goes with the next sweep`,
    `${unknown}: has a key, and is no event of this database`,
  ]);
  const kept: string[] = [];
  for await (const eventId of store.list()) kept.push(eventId);
  expect(kept).toHaveLength(4);
});
