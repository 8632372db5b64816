import { randomBytes, randomUUID } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createDataKey, wrapDataKey } from '@visage/crypto/data.key';
import { sealEmbedding } from '@visage/crypto/embedding.box';
import { createDatabase, type Database } from '@visage/database/client/database.client';
import type { EventFacts } from '@visage/database/event/event.listing';
import { FaceRepository } from '@visage/database/face/face.repository';
import type { DatabaseCopy } from '@visage/database/testing/database.server';
import { openTestDatabase } from '@visage/database/testing/test.database';
import { systemClock } from '@visage/host/clock';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { FaceIndexCache } from './face.index.cache.js';

const DIMENSIONS = 8;
const MINUTE_MS = 60_000;
const MODEL = 'm';
const masterKey = new Uint8Array(randomBytes(32));

let copy: DatabaseCopy;
let database: Database;
let cache: FaceIndexCache;
let ownerId: string;

beforeAll(async () => {
  copy = await openTestDatabase();
  database = createDatabase(copy.url);
  ownerId = (
    await database.prisma.user.create({
      data: { email: 'a@b.c', name: 'A', role: 'organizer', passwordHash: 'h' },
    })
  ).id;
});
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  cache = new FaceIndexCache(new FaceRepository(database), masterKey, systemClock);
});
afterEach(() => vi.useRealTimers());
afterAll(async () => {
  await database.close();
  await copy.drop();
});

const vector = (k: number): Float32Array =>
  Float32Array.from({ length: DIMENSIONS }, (_, i) => (i === k ? 1 : 0));
const factsOf = async (id: string): Promise<EventFacts> => {
  const row = await database.prisma.event.findUniqueOrThrow({ where: { id } });
  return { ...row, date: null };
};

async function makeEvent(...faces: { k: number; personId: string | null }[]): Promise<string> {
  const { prisma } = database;
  const id = randomUUID();
  const key = createDataKey();
  await prisma.event.create({
    data: { id, ownerId, name: 'E', embedder: MODEL, wrappedKey: wrapDataKey(masterKey, key, id) },
  });
  const photo = await prisma.photo.create({
    data: { eventId: id, fileName: 'a', sha256: 'a', md5: 'm', bytes: 1n },
  });
  for (const { k, personId } of faces) {
    if (personId !== null)
      await prisma.person.upsert({
        where: { id: personId },
        create: { id: personId, eventId: id },
        update: {},
      });
    const faceId = randomUUID();
    const embedding = sealEmbedding(key, vector(k), { faceId, model: MODEL });
    const place = { x: 0, y: 0, width: 1, height: 1, landmarks: [], score: 1, quality: 1 };
    await prisma.face.create({
      data: {
        id: faceId,
        eventId: id,
        photoId: photo.id,
        personId,
        embedding,
        embeddingModel: MODEL,
        ...place,
      },
    });
  }
  return id;
}

const indexOf = async (id: string) => cache.of(await factsOf(id), DIMENSIONS);
const whoIs = async (id: string, k: number): Promise<string[]> =>
  (await (await indexOf(id)).search(vector(k), 0.5)).personIds;
const later = (ms: number): void => void vi.setSystemTime(Date.now() + ms);

test('a guest is found as who they are since the last grouping, and in the photos that came since', async () => {
  const [ann, bob, zoe] = [randomUUID(), randomUUID(), randomUUID()];
  const id = await makeEvent({ k: 1, personId: ann }, { k: 2, personId: zoe });
  expect(await whoIs(id, 1)).toEqual([ann]);
  // grouped anew: the same faces, another person
  await database.prisma.person.create({ data: { id: bob, eventId: id } });
  await database.prisma.face.updateMany({ where: { personId: ann }, data: { personId: bob } });
  await database.prisma.event.update({ where: { id }, data: { groupedRevision: { increment: 1 } } });
  expect(await whoIs(id, 1)).toEqual([bob]);
  // faces are gone, and nobody has grouped yet
  await database.prisma.face.deleteMany({ where: { personId: bob } });
  await database.prisma.event.update({ where: { id }, data: { facesRevision: { increment: 1 } } });
  expect([await whoIs(id, 1), await whoIs(id, 2)]).toEqual([[], [zoe]]);
});

test('the faces of an event that stays as it is are opened once, also for guests who come at once', async () => {
  const [id, other] = [await makeEvent(), await makeEvent()];
  const facts = await factsOf(id);
  const [one, same] = await Promise.all([cache.of(facts, DIMENSIONS), cache.of(facts, DIMENSIONS)]);
  expect(same).toBe(one);
  expect(await indexOf(other)).not.toBe(one);
  expect(await indexOf(id)).toBe(one);
});

test('faces that nobody searches for ten minutes leave the memory, and no others', async () => {
  const [id, other] = [await makeEvent(), await makeEvent()];
  const index = await indexOf(id);
  later(9 * MINUTE_MS);
  expect(await indexOf(id)).toBe(index);
  later(10 * MINUTE_MS);
  const others = await indexOf(other);
  expect(await indexOf(id)).toBe(index); // used ten minutes ago, and not longer
  later(10 * MINUTE_MS);
  expect(await indexOf(id)).toBe(index);
  later(1);
  expect(await indexOf(other)).not.toBe(others);
  expect(await indexOf(id)).toBe(index);
  later(10 * MINUTE_MS + 1);
  expect(await indexOf(id)).not.toBe(index);
});

test('they leave it also when nobody searches anything any more', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const id = await makeEvent({ k: 1, personId: null });
  const watch = async (): Promise<WeakRef<object>> => new WeakRef(await indexOf(id));
  const index = await watch();
  const inMemory = async (): Promise<boolean> => {
    await new Promise((resolve) => setImmediate(resolve)); // what was just made stays until the turn is over
    collect();
    return index.deref() !== undefined;
  };
  expect(await inMemory()).toBe(true);
  await vi.advanceTimersByTimeAsync(11 * MINUTE_MS);
  expect(await inMemory()).toBe(false);
});

test('of more events than are kept, the one not searched for longest is forgotten', async () => {
  const ids = await Promise.all(Array.from({ length: 9 }, () => makeEvent()));
  const indexes = [];
  for (const id of ids.slice(0, 8)) {
    indexes.push(await indexOf(id));
    later(1);
  }
  expect(await indexOf(ids[0] ?? '')).toBe(indexes[0]);
  later(1);
  await indexOf(ids[8] ?? '');
  for (const [n, id] of ids.slice(0, 8).entries()) if (n !== 1) expect(await indexOf(id)).toBe(indexes[n]);
  later(1);
  expect(await indexOf(ids[1] ?? '')).not.toBe(indexes[1]);
});

test('an event whose faces could not be opened is opened by the next who searches', async () => {
  const ann = randomUUID();
  const id = await makeEvent({ k: 1, personId: ann });
  const facts = await factsOf(id);
  const locked = { ...facts, wrappedKey: wrapDataKey(new Uint8Array(randomBytes(32)), createDataKey(), id) };
  await expect(cache.of(locked, DIMENSIONS)).rejects.toThrow('master key');
  await expect(cache.of({ ...facts, wrappedKey: null }, DIMENSIONS)).rejects.toThrow('no data key');
  expect(await whoIs(id, 1)).toEqual([ann]);
});
