import type { Box } from '@visage/contracts/geometry.contract';
import { createDataKey, splitWrappedKeys, unwrapDataKey } from '@visage/crypto/data.key';
import { openEmbedding, sealEmbedding } from '@visage/crypto/embedding.box';
import { openFacePicture, sealFacePicture } from '@visage/crypto/face.box';
import { openFacePlace, sealFacePlace } from '@visage/crypto/face-place.box';
import { openPhotoKey } from '@visage/crypto/photo.key';
import { SealedBoxError } from '@visage/crypto/sealed.box';
import { EventKeyRepository, KeyRotatedError } from '@visage/database/event/event-key.repository';
import { EventRepository } from '@visage/database/event/event.repository';
import { KeyRotationRepository } from '@visage/database/event/key-rotation.repository';
import { SealedBoxRepository } from '@visage/database/event/sealed-box.repository';
import { FaceRepository } from '@visage/database/face/face.repository';
import { GuestEditRepository } from '@visage/database/guest/guest-edit.repository';
import { KeptSelfieRepository } from '@visage/database/guest/kept-selfie.repository';
import { fillEvent } from '@visage/database/testing/full.event';
import { openOwnedDatabase, type OwnedDatabase } from '@visage/database/testing/owned.database';
import { digestsOf, ready } from '@visage/database/testing/photo.columns';
import { FolderKeyStore } from '@visage/keys/folder.key.store';
import { DiskStore } from '@visage/storage/disk.store';
import { faceAlignedKey, faceCropKey } from '@visage/storage/object.key';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../clock.js';
import { Killed, KilledCalls } from '../testing/killed.calls.js';
import { EventKeys } from './event.keys.js';
import { placesOf } from './face.places.js';
import { EventRotation, type EventRotationParts } from './event.rotation.js';
import { MasterKeys } from './master.keys.js';

const MODEL = 'none';
const FACES = 3;
const BOX: Box = [1, 2, 3, 4];
const master = new Uint8Array(randomBytes(32));

let owned: OwnedDatabase;
let folder: string;
let parts: EventRotationParts;
let objects: DiskStore;
let store: FolderKeyStore;

beforeAll(async () => {
  owned = await openOwnedDatabase();
  folder = await mkdtemp(join(tmpdir(), 'visage-rotation-'));
  store = await FolderKeyStore.open(join(folder, 'keys'));
  objects = await DiskStore.open(join(folder, 'storage'));
  const { database } = owned;
  const [masters, events] = [MasterKeys.of(master), new EventKeyRepository(database)];
  const keys = new EventKeys(store, events, masters);
  const rotations = new KeyRotationRepository(database);
  const boxes = new SealedBoxRepository(database);
  parts = { store, masters, keys, events, rotations, boxes, objects, clock: systemClock };
});
afterAll(async () => {
  await owned.close();
  await rm(folder, { recursive: true });
});

interface SealedEvent {
  id: string;
  photoId: string;
  faceIds: string[];
  selfieId: string;
  /** What the guest drew a box for. */
  drawnId: string;
  guestId: string;
  /** The key it had when it was made. */
  first: Uint8Array;
  /** The key of its photos. */
  photos: Uint8Array;
}

/** An event with a photo of some faces, and a guest who is looked for. */
async function makeEvent(): Promise<SealedEvent> {
  const { prisma } = owned.database;
  const id = randomUUID();
  const { photoKey } = await parts.keys.create(id);
  await prisma.event.create({ data: { id, ownerId: owned.ownerId, name: 'E', embedder: MODEL, photoKey } });
  const { guest: guestId } = await fillEvent(owned.database, { eventId: id, userId: owned.ownerId });
  await prisma.face.deleteMany({ where: { eventId: id } });
  const key = (await parts.keys.open(id))?.sealing ?? new Uint8Array();
  const { id: photoId } = await prisma.photo.create({
    data: { eventId: id, fileName: 'a', ...digestsOf(randomUUID()), bytes: 1n, ...ready(new Date()) },
  });
  const faceIds = Array.from({ length: FACES }, () => randomUUID());
  for (const faceId of faceIds) {
    const sealed = (model: string) => sealEmbedding(key, Float32Array.of(1, 2), { faceId, model });
    await prisma.face.create({
      data: {
        ...{ id: faceId, eventId: id, photoId, score: 1, quality: 1 },
        place: sealFacePlace(key, BOX, faceId),
        ...{
          embedding: sealed(MODEL),
          embeddingModel: MODEL,
          second: sealed('second'),
          secondModel: 'second',
        },
      },
    });
    await objects.put(faceCropKey(id, faceId), sealFacePicture(key, Buffer.from('crop'), faceId, 'crop'));
    await objects.put(
      faceAlignedKey(id, faceId),
      sealFacePicture(key, Buffer.from('aligned'), faceId, 'aligned'),
    );
  }
  const selfieId = randomUUID();
  const embedding = sealEmbedding(key, Float32Array.of(3), { faceId: selfieId, model: MODEL });
  const objectionId = randomUUID();
  const objecting = sealEmbedding(key, Float32Array.of(5), { faceId: objectionId, model: MODEL });
  await prisma.objection.updateMany({
    where: { eventId: id },
    data: { id: objectionId, embedding: objecting, embeddingModel: MODEL },
  });
  await prisma.keptSelfie.updateMany({ where: { guestId }, data: { id: selfieId, embedding, model: MODEL } });
  const drawnId = randomUUID();
  await prisma.personEdit.updateMany({
    where: { eventId: id, kind: 'mine' },
    data: {
      detail: { personId: null, name: null, faceId: drawnId },
      place: sealFacePlace(key, BOX, drawnId),
    },
  });
  const photos = openPhotoKey(key, photoKey, id);
  return { id, photoId, faceIds, selfieId, drawnId, guestId, first: key.slice(), photos };
}

/** Opens all that the event has, as readers do. */
async function openAll(
  { id, faceIds, selfieId, drawnId, photos }: SealedEvent,
  given?: Uint8Array,
): Promise<number> {
  const keys = given ?? (await parts.keys.open(id))?.opening ?? new Uint8Array(32);
  const { prisma } = owned.database;
  let opened = 0;
  for (const row of await prisma.face.findMany({ where: { id: { in: faceIds } } })) {
    const { id: faceId, embedding, second, place } = row;
    expect(openFacePlace(keys, place ?? new Uint8Array(), faceId)).toEqual(BOX);
    openEmbedding(keys, embedding ?? new Uint8Array(), { faceId, model: MODEL });
    openEmbedding(keys, second ?? new Uint8Array(), { faceId, model: 'second' });
    const [crop, aligned] = await Promise.all(
      [faceCropKey(id, faceId), faceAlignedKey(id, faceId)].map(async (key) =>
        buffer((await objects.get(key)).stream),
      ),
    );
    openFacePicture(keys, crop ?? new Uint8Array(), faceId, 'crop');
    openFacePicture(keys, aligned ?? new Uint8Array(), faceId, 'aligned');
    opened += 5;
  }
  const { embedding } = await prisma.keptSelfie.findUniqueOrThrow({ where: { id: selfieId } });
  openEmbedding(keys, embedding, { faceId: selfieId, model: MODEL });
  const objection = await prisma.objection.findFirstOrThrow({ where: { eventId: id } });
  openEmbedding(keys, objection.embedding ?? new Uint8Array(), { faceId: objection.id, model: MODEL });
  const { photoKey } = await prisma.event.findUniqueOrThrow({ where: { id } });
  expect(openPhotoKey(keys, photoKey ?? new Uint8Array(), id)).toEqual(photos);
  const { place } = await prisma.personEdit.findFirstOrThrow({ where: { eventId: id, kind: 'mine' } });
  expect(openFacePlace(keys, place ?? new Uint8Array(), drawnId)).toEqual(BOX);
  return opened + 4;
}

const ALL = FACES * 5 + 4;

async function keysIn({ id }: SealedEvent): Promise<Uint8Array[]> {
  const record = (await store.read(id)) ?? new Uint8Array();
  return splitWrappedKeys(record).map((wrapped) => unwrapDataKey(master, wrapped, id));
}

/** Everything opens with the one key that there is, and nothing with the one from before. */
async function expectRotated(event: SealedEvent): Promise<void> {
  const [key, ...others] = await keysIn(event);
  expect(others).toEqual([]);
  expect(key).not.toEqual(event.first);
  expect(await openAll(event, key)).toBe(ALL);
  await expect(openAll(event, event.first)).rejects.toThrow(SealedBoxError);
}

test('an event has a new key in the end, which opens everything, and the one before opens nothing', async () => {
  const event = await makeEvent();
  const told: number[] = [];
  const report = await new EventRotation(parts).rotate(event.id, (count) => told.push(count));
  expect(report).toEqual({ faces: FACES, damaged: 0 });
  expect(told).toEqual([FACES]);
  await expectRotated(event);
  const row = await owned.database.prisma.event.findUniqueOrThrow({ where: { id: event.id } });
  expect(row).toMatchObject({ resealedTo: null, keyRotatedAt: expect.any(Date) as Date });
  const second = { ...event, first: (await keysIn(event))[0] ?? new Uint8Array() };
  expect(await new EventRotation(parts).rotate(event.id)).toMatchObject({ faces: FACES });
  await expectRotated(second);
});

test('wherever a rotation dies, everything opens, and the next one ends it', async () => {
  const whole = new KilledCalls();
  const survivable = (calls: KilledCalls): EventRotationParts => ({
    ...parts,
    store: calls.of(parts.store),
    objects: calls.of(parts.objects),
    boxes: calls.of(parts.boxes),
    rotations: calls.of(parts.rotations),
    events: calls.of(parts.events),
  });
  await new EventRotation(survivable(whole)).rotate((await makeEvent()).id);
  expect(whole.count).toBeGreaterThan(10);
  for (let left = 0; left < whole.count; left += 1) {
    const event = await makeEvent();
    const killed = new EventRotation(survivable(new KilledCalls(left)));
    await expect(killed.rotate(event.id)).rejects.toThrow(Killed);
    expect(await openAll(event), `after ${left} calls`).toBe(ALL);
    // and dies again a few steps later
    await new EventRotation(survivable(new KilledCalls(5))).rotate(event.id).catch(() => undefined);
    expect(await openAll(event), `after ${left} calls, and 5 more`).toBe(ALL);
    await new EventRotation(parts).rotate(event.id);
    await expectRotated(event);
  }
});

test('a run that died goes on after the last face that was sealed anew', async () => {
  const event = await makeEvent();
  const boxes = new SealedBoxRepository(owned.database);
  boxes.likenesses = () => Promise.reject(new Killed());
  const dying: EventRotationParts = { ...parts, boxes };
  await expect(new EventRotation(dying).rotate(event.id)).rejects.toThrow(Killed);
  expect(await new EventRotation(parts).rotate(event.id)).toEqual({ faces: 0, damaged: 0 });
  await expectRotated(event);
});

test('what was sealed with the old key and not written yet is refused, and done again with the new one', async () => {
  const event = await makeEvent();
  const { id, photoId, faceIds, guestId } = event;
  const faces = new FaceRepository(owned.database);
  const selfies = new KeptSelfieRepository(owned.database);
  let rounds = 0;
  const written = await parts.keys.with(id, async (key) => {
    const { sealing, revision } = key;
    const places = placesOf(key);
    rounds += 1;
    const sealed = faceIds.map((faceId) => ({
      faceId,
      embedding: sealEmbedding(sealing, Float32Array.of(4, rounds), { faceId, model: MODEL }),
      second: sealEmbedding(sealing, Float32Array.of(4), { faceId, model: 'second' }),
    }));
    if (rounds === 1) {
      await new EventRotation(parts).rotate(id);
      await expect(faces.replaceFaces({ photoId, version: 'd', faces: [], places })).rejects.toThrow(
        KeyRotatedError,
      );
      const selfie = {
        id: randomUUID(),
        model: MODEL,
        embedding: sealed[0]?.embedding ?? new Uint8Array(),
        keyRevision: revision,
      };
      await owned.database.prisma.guest.update({ where: { id: guestId }, data: { keepLooking: true } });
      await expect(selfies.keep({ eventId: id, guestId }, selfie, 0, new Date())).rejects.toThrow(
        KeyRotatedError,
      );
      await expect(
        new GuestEditRepository(owned.database).claim({ eventId: id, guestId }, photoId, {
          box: [50, 50, 9, 9],
          places,
        }),
      ).rejects.toThrow(KeyRotatedError);
    }
    const models = { embedding: MODEL, second: 'second' };
    return faces.saveEmbeddings(photoId, 'e', models, sealed, revision);
  });
  expect([written, rounds]).toEqual([true, 2]);
  await expectRotated(event);
});

test('of an event that is erased meanwhile neither key nor picture comes back', async () => {
  const event = await makeEvent();
  const erase = async (): Promise<void> => {
    await new EventRepository(owned.database).erase(event.id);
    await parts.keys.destroy(event.id);
    await objects.deletePrefix(`events/${event.id}/`);
  };
  const erasing: EventRotationParts = {
    ...parts,
    objects: {
      get: (key) => objects.get(key),
      delete: (key) => objects.delete(key),
      put: async (key, box) => {
        await erase();
        return objects.put(key, box);
      },
    },
  };
  expect(await new EventRotation(erasing).rotate(event.id)).toBeNull();
  expect(await store.read(event.id)).toBeNull();
  expect(await readdir(join(folder, 'storage', 'events'))).not.toContain(event.id);
  expect(await new EventRotation(parts).rotate(event.id)).toBeNull();
});

test('what no key opens is counted and left to who mends it, and all else is sealed anew', async () => {
  const event = await makeEvent();
  const [faceId = ''] = event.faceIds;
  const embedding = sealEmbedding(createDataKey(), Float32Array.of(1), { faceId, model: MODEL });
  const place = sealFacePlace(createDataKey(), BOX, faceId);
  await owned.database.prisma.face.update({ where: { id: faceId }, data: { embedding, place } });
  await owned.database.prisma.personEdit.updateMany({
    where: { eventId: event.id, kind: 'mine' },
    data: { place },
  });
  expect(await new EventRotation(parts).rotate(event.id)).toEqual({ faces: FACES, damaged: 3 });
  expect(await owned.database.prisma.face.findUniqueOrThrow({ where: { id: faceId } })).toMatchObject({
    embedding,
    place,
  });
  expect(await keysIn(event)).toHaveLength(1);
});
