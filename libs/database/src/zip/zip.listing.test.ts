import { digestsOf, FACE_COLUMNS } from '../testing/photo.columns.js';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Database } from '../client/database.client.js';
import { openOwnedDatabase, type OwnedDatabase } from '../testing/owned.database.js';
import { ZipListing } from './zip.listing.js';

let opened: OwnedDatabase;
let database: Database;
let listing: ZipListing;
let ownerId: string;
let eventId: string;
let otherEventId: string;

beforeAll(async () => {
  opened = await openOwnedDatabase();
  ({ database, ownerId } = opened);
  listing = new ZipListing(database);
});
afterAll(() => opened.close());
beforeEach(async () => {
  [eventId, otherEventId] = [await makeEvent(), await makeEvent()];
});

const makeEvent = async (): Promise<string> =>
  (await database.prisma.event.create({ data: { ownerId, name: 'E', embedder: 'm' } })).id;
const photoOf = (name: string, event: string, more: object = {}) => ({
  eventId: event,
  fileName: `${name}.jpg`,
  ...digestsOf(name),
  bytes: 7n,
  ...more,
});
const makePhoto = async (name: string, more: object = {}, event = eventId): Promise<string> =>
  (await database.prisma.photo.create({ data: photoOf(name, event, more) })).id;
const idsOf = async (ids: string[], event = eventId) =>
  (await listing.photos(event, ids)).map(({ id }) => id);

test('an archive holds what was chosen, in that order, and no photo of another event or of the trash', async () => {
  const [one, two, three] = [await makePhoto('one'), await makePhoto('two'), await makePhoto('three')];
  const trashed = await makePhoto('trashed', { deletedAt: new Date() });
  const theirs = await makePhoto('theirs', {}, otherEventId);
  expect(await idsOf([three, theirs, one, trashed, ownerId])).toEqual([three, one]);
  expect(await idsOf([two])).toEqual([two]);
  expect(await idsOf([])).toEqual([]);
});

test('of an event that is in the trash, or erased, there is no archive', async () => {
  const id = await makePhoto('one');
  const set = (data: { deletedAt?: Date | null; erasedAt?: Date }) =>
    database.prisma.event.update({ where: { id: eventId }, data });
  await set({ deletedAt: new Date() });
  expect(await idsOf([id])).toEqual([]);
  await set({ deletedAt: null });
  expect(await idsOf([id])).toEqual([id]);
  await set({ erasedAt: new Date() });
  expect(await idsOf([id])).toEqual([]);
});

test('a photo comes with all that its headers say, and all by which somebody may have it', async () => {
  const createdAt = new Date('2026-06-20T12:00:00Z');
  const id = await makePhoto('full', {
    crc32: 0xffffffffn,
    clockTime: '2026-06-20T14:00:00',
    takenFrom: 'exif',
    heldAt: createdAt,
    createdAt,
  });
  const { id: personId } = await database.prisma.person.create({ data: { eventId } });
  const place = {
    eventId,
    photoId: id,
    ...FACE_COLUMNS,
  };
  await database.prisma.face.createMany({ data: [{ ...place, personId }, place] });
  const { id: albumId } = await database.prisma.album.create({
    data: { eventId, name: 'A', photos: { create: { photoId: id } } },
  });
  const plain = await makePhoto('plain');
  expect(await listing.photos(eventId, [id, plain])).toMatchObject([
    {
      ...{
        id,
        fileName: 'full.jpg',
        bytes: 7,
        sha256: digestsOf('full').sha256,
        crc32: 0xffffffff,
        takenAt: '2026-06-20T14:00:00',
        createdAt,
      },
      ...{ personIds: [personId], albumIds: [albumId], held: true },
    },
    { id: plain, crc32: null, takenAt: null, personIds: [], albumIds: [], held: false },
  ]);
});

test('thousands of photos come whole and in order', async () => {
  const rows = Array.from({ length: 1001 }, (_, i) => photoOf(`one of many ${i}`, eventId));
  const ids = (await database.prisma.photo.createManyAndReturn({ data: rows, select: { id: true } }))
    .map(({ id }) => id)
    .toReversed();
  expect(await idsOf(ids)).toEqual(ids);
});
