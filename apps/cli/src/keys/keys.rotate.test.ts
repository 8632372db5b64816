import { sealEmbedding } from '@visage/crypto/embedding.box';
import { createDatabase } from '@visage/database/client/database.client';
import { KeyRotationRepository } from '@visage/database/event/key-rotation.repository';
import { openOwnedDatabase, type OwnedDatabase } from '@visage/database/testing/owned.database';
import { digestsOf, FACE_COLUMNS } from '@visage/database/testing/photo.columns';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readEnvironment } from '../env.js';
import { keepOutput } from '../testing/kept.output.js';
import { dataFolder } from '../up/data.folder.js';
import { installedKeys } from './installed.keys.js';
import { runKeysRotate } from './keys.rotate.js';

let owned: OwnedDatabase;
let data: string;
const output = keepOutput();

beforeAll(async () => {
  owned = await openOwnedDatabase();
  data = await mkdtemp(join(tmpdir(), 'visage-keys-rotate-'));
  vi.stubEnv('DATABASE_URL', owned.url);
  await writeFile(join(data, 'master.key'), `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await owned.close();
  await rm(data, { recursive: true });
});

async function makeEvent(): Promise<string> {
  const { prisma } = owned.database;
  const { events } = await installedKeys(
    dataFolder(data),
    readEnvironment(),
    owned.database,
    () => undefined,
  );
  const [id, faceId] = [randomUUID(), randomUUID()];
  await events.create(id);
  await prisma.event.create({ data: { id, ownerId: owned.ownerId, name: 'E', embedder: 'm' } });
  const { id: photoId } = await prisma.photo.create({
    data: { eventId: id, fileName: 'a', ...digestsOf(id), bytes: 1n },
  });
  const key = (await events.open(id))?.sealing ?? new Uint8Array();
  const embedding = sealEmbedding(key, Float32Array.of(1), { faceId, model: 'm' });
  await prisma.face.create({
    data: { id: faceId, eventId: id, photoId, ...FACE_COLUMNS, embedding, embeddingModel: 'm' },
  });
  return id;
}

const keyFile = (eventId: string): Promise<Buffer> => readFile(join(data, 'keys', `${eventId}.key`));

test('one event, or all of them, have a new key, and a run for all that broke off goes on with those that are left', async () => {
  const [one, other] = [await makeEvent(), await makeEvent()];
  const before = [await keyFile(one), await keyFile(other)];
  await runKeysRotate({ data, event: one });
  expect(output.text()).toContain('Events with a new key: 1; faces sealed anew: 1\n');
  expect(await keyFile(one)).not.toEqual(before[0]);
  expect(await keyFile(other)).toEqual(before[1]);
  await expect(runKeysRotate({ data, event: randomUUID() })).rejects.toThrow('there is no event');

  const done = await keyFile(one);
  await owned.database.prisma.keyStoreMark.updateMany({
    data: { rotatingSince: new Date(Date.now() - 60_000) },
  });
  await owned.database.prisma.event.updateMany({ data: { createdAt: new Date(Date.now() - 120_000) } });
  output.forget();
  await runKeysRotate({ data, all: true });
  expect(output.text()).toContain('Events with a new key: 1; faces sealed anew: 1\n');
  expect([(await keyFile(one)).equals(done), (await keyFile(other)).equals(before[1] ?? done)]).toEqual([
    true,
    false,
  ]);
  output.forget();
  await runKeysRotate({ data, all: true });
  expect(output.text()).toContain('Events with a new key: 2; faces sealed anew: 2\n');
});

test('a new master key is made once somebody has read what it means', async () => {
  const eventId = await makeEvent();
  const file = join(data, 'master.key');
  const before = await readFile(file, 'utf8');
  output.forget();
  await expect(runKeysRotate({ data })).rejects.toThrow('--yes');
  expect(output.text()).toContain('These go on: 0 QR codes');
  await expect(runKeysRotate({ data, endLinks: true })).rejects.toThrow('--yes');
  expect(output.text()).toContain('These end: 0 QR codes');
  expect(await readFile(file, 'utf8')).toBe(before);
  await runKeysRotate({ data, yes: true }, { knownAfterMs: 0 });
  expect(output.text()).toMatch(/Keys of events wrapped by the new master key \([\da-f]{16}\): \d/);
  expect(await readFile(file, 'utf8')).not.toBe(before);
  const { events } = await installedKeys(
    dataFolder(data),
    readEnvironment(),
    owned.database,
    () => undefined,
  );
  expect((await events.open(eventId))?.opening).toHaveLength(1);
});

test('flags that say nothing together are refused, and so are a second run at a time and a master key that is a setting', async () => {
  await expect(runKeysRotate({ data, all: true, event: randomUUID() })).rejects.toThrow('choose one');
  await expect(runKeysRotate({ data, all: true, endLinks: true })).rejects.toThrow('--end-links');
  const database = createDatabase(owned.url);
  await new KeyRotationRepository(database).alone(async () => {
    await expect(runKeysRotate({ data, all: true })).rejects.toThrow('another rotation');
  });
  await database.close();
  vi.stubEnv('MASTER_KEY', await readFile(join(data, 'master.key'), 'utf8'));
  await expect(runKeysRotate({ data, yes: true })).rejects.toThrow('FORMER_MASTER_KEY');
});
