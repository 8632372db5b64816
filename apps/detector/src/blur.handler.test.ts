/** Who is blurred gets files in which they are, whatever dies or changes meanwhile; who is not any more, none. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BlurOrder } from '@visage/contracts/photo-analysis.contract';
import { createDataKey } from '@visage/crypto/data.key';
import type { Database } from '@visage/database/client/database.client';
import { FaceRepairRepository } from '@visage/database/face/face-repair.repository';
import { FaceRepository } from '@visage/database/face/face.repository';
import { PhotoBlurRepository } from '@visage/database/photo/photo-blur.repository';
import { openOwnedDatabase, type OwnedDatabase } from '@visage/database/testing/owned.database';
import { digestsOf, ready } from '@visage/database/testing/photo.columns';
import { eventKeyOf } from '@visage/host/keys/event.key';
import { placesOf } from '@visage/host/keys/face.places';
import { keepLog } from '@visage/queues/testing/test.redis';
import { originalKey, previewPrefix } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import { createObjectStore } from '@visage/storage/store.factory';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { handleBlur, type BlurDependencies } from './blur.handler.js';

let opened: OwnedDatabase;
let database: Database;
let folder: string;
let store: ObjectStore;
let blurs: PhotoBlurRepository;
let orders: BlurOrder[];
let enqueued: unknown[];
const key = eventKeyOf([createDataKey()]);
const places = placesOf(key);
/** Happens while the picture is drawn. */
let meanwhile: () => Promise<unknown>;
let [eventId, photoId, ann, ben]: [string, string, string, string] = ['', '', '', ''];
let faceIds: string[];

beforeAll(async () => {
  [opened, folder] = await Promise.all([openOwnedDatabase(), mkdtemp(join(tmpdir(), 'visage-blur-'))]);
  ({ database } = opened);
  store = await createObjectStore({ kind: 'disk', root: folder });
  blurs = new PhotoBlurRepository(database);
});
afterAll(async () => {
  await opened.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  orders = [];
  enqueued = [];
  meanwhile = () => Promise.resolve();
  const { prisma } = database;
  const event = { ownerId: opened.ownerId, name: 'E', embedder: 'm' };
  ({ id: eventId } = await prisma.event.create({ data: event }));
  [{ id: ann }, { id: ben }] = await Promise.all([
    prisma.person.create({ data: { eventId } }),
    prisma.person.create({ data: { eventId } }),
  ]);
  const sums = digestsOf(randomUUID());
  const photo = { eventId, fileName: 'a.jpg', ...sums, bytes: 5n, ...ready(new Date()) };
  ({ id: photoId } = await prisma.photo.create({ data: photo }));
  await store.put(originalKey(eventId, sums.sha256), Buffer.from('photo'));
  faceIds = [];
  for (const [place, personId] of [ann, ben].entries()) {
    const id = randomUUID();
    const found = { place: places.seal(id, [100 * place, 0, 9, 9]), score: 1, quality: 1 };
    await prisma.face.create({ data: { id, eventId, photoId, personId, ...found } });
    faceIds.push(id);
  }
});

const dependencies = (): BlurDependencies => ({
  manifest: { defaults: { detector: 'd', landmarks: 'l', embedder: 'e' } },
  ...{ blurs, store, log: keepLog(), repairs: new FaceRepairRepository(database) },
  keys: { open: async () => key },
  jobs: { enqueue: async (...job: unknown[]) => void enqueued.push(job) } as BlurDependencies['jobs'],
  vision: {
    of: () =>
      Promise.resolve({
        blur: async (_input, order) => {
          orders.push(order);
          await meanwhile();
          const drawn = (what: string) => Buffer.from(`${what} ${order.faces.map(([x]) => x).join()}`);
          const size = { width: 4, height: 3 };
          return {
            jpeg: drawn('jpeg'),
            preview: { ...size, webp: drawn('preview') },
            thumbnail: { ...size, webp: drawn('thumbnail') },
          };
        },
      }),
  },
});
const blur = (): Promise<void> => handleBlur({ photoId }, dependencies());
const show = (id: string, appearance: 'open' | 'blurred') =>
  database.prisma.person.update({ where: { id }, data: { appearance } });
const file = () => database.prisma.blurredPhoto.findUnique({ where: { photoId } });
const blurred = async (): Promise<boolean[]> =>
  (await database.prisma.face.findMany({ where: { photoId } }))
    .map(({ id, place, blurred: covered }) => ({ box: places.open(id, place ?? new Uint8Array()), covered }))
    .toSorted((a, b) => (a.box?.[0] ?? 0) - (b.box?.[0] ?? 0))
    .map(({ covered }) => covered);
async function objects(): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(previewPrefix(eventId, photoId)))
    keys.push(key.split('/').at(-1) ?? '');
  return keys.sort();
}
const left = async (): Promise<string[]> =>
  (await blurs.findPhotosToBlur(100)).filter((id) => id === photoId);

test('the files cover whoever is blurred, carry their sums, and are made once', async () => {
  expect(await left()).toEqual([]);
  await show(ann, 'blurred');
  expect(await left()).toEqual([photoId]);
  await blur();
  expect(orders.map(({ faces }) => faces.map(([x]) => x))).toEqual([[0]]);
  const made = await file();
  expect(made).toMatchObject({
    sha256: createHash('sha256').update('jpeg 0').digest('hex'),
    bytes: 6n,
  });
  expect(await objects()).toEqual(
    ['original.jpg', 'preview.webp', 'thumbnail.webp'].map((kind) => `blurred-${made?.mark}-${kind}`),
  );
  expect([await blurred(), await left()]).toEqual([[true, false], []]);
  await blur();
  expect(orders).toHaveLength(1);
});

test('when another one is blurred too, the files are others, and the old ones go', async () => {
  await show(ann, 'blurred');
  await blur();
  const before = (await file())?.mark;
  await show(ben, 'blurred');
  expect(await left()).toEqual([photoId]);
  await blur();
  expect([await blurred(), orders.at(-1)?.faces.length]).toEqual([[true, true], 2]);
  expect((await objects()).filter((name) => name.includes(before ?? ''))).toEqual([]);
  await show(ann, 'open');
  expect(await left()).toEqual([photoId]);
  await blur();
  expect([await blurred(), await left()]).toEqual([[false, true], []]);
});

test('of whoever is shown again nothing is left', async () => {
  await show(ann, 'blurred');
  await blur();
  await show(ann, 'open');
  expect(await left()).toEqual([photoId]);
  await blur();
  expect([await file(), await blurred(), await objects(), await left()]).toEqual([
    null,
    [false, false],
    [],
    [],
  ]);
});

test('a wish that changes while the picture is drawn counts: what was drawn is thrown away, and drawn anew', async () => {
  await show(ann, 'blurred');
  meanwhile = () => show(ben, 'blurred');
  await blur();
  expect([await file(), await blurred(), await objects()]).toEqual([null, [false, false], []]);
  meanwhile = () => Promise.resolve();
  expect(await left()).toEqual([photoId]);
  await blur();
  expect(await blurred()).toEqual([true, true]);
});

test('faces that are found anew are in no file yet, though the file is there', async () => {
  await show(ann, 'blurred');
  await blur();
  await new FaceRepository(database).replaceFaces({
    ...{ photoId, version: 'better', places },
    faces: [0, 100].map((x) => ({
      ...{ id: randomUUID(), box: [x, 0, 10, 10], score: 1, quality: 1 },
    })),
  });
  expect([await blurred(), await left()]).toEqual([[false, false], [photoId]]);
  await blur();
  expect([await blurred(), orders.length]).toEqual([[true, false], 2]);
});

test('while it cannot be told where somebody is, no file is made, and the detector looks at the photo anew', async () => {
  await show(ann, 'blurred');
  const [face = ''] = faceIds;
  const stranger = placesOf(eventKeyOf([createDataKey()]));
  const place = stranger.seal(face, [0, 0, 9, 9]);
  await database.prisma.face.update({ where: { id: face }, data: { place } });
  await blur();
  expect([orders, await file(), enqueued]).toEqual([[], null, [['detect', { photoId }]]]);
  const { detectVersion } = await database.prisma.photo.findUniqueOrThrow({ where: { id: photoId } });
  expect(detectVersion).toBe('anew');
});

test('a photo that went meanwhile, or whose event did, is left alone', async () => {
  await show(ann, 'blurred');
  await database.prisma.photo.update({ where: { id: photoId }, data: { deletedAt: new Date() } });
  expect(await left()).toEqual([]);
  await blur();
  await database.prisma.photo.update({ where: { id: photoId }, data: { deletedAt: null } });
  await database.prisma.event.update({ where: { id: eventId }, data: { deletedAt: new Date() } });
  expect(await left()).toEqual([]);
  await blur();
  expect(orders).toEqual([]);
});
