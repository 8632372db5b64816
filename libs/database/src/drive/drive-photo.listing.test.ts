import { decide } from '@visage/access/access.decision';
import { NO_WISHES } from '@visage/access/access.wish';
import { digestsOf, FACE_COLUMNS, ready } from '../testing/photo.columns.js';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Database } from '../client/database.client.js';
import { DrivePhotoListing } from './drive-photo.listing.js';
import { openOwnedDatabase, type OwnedDatabase } from '../testing/owned.database.js';

let opened: OwnedDatabase;
let database: Database;
let listing: DrivePhotoListing;
let ownerId: string;
let eventId: string;
let otherEventId: string;

beforeAll(async () => {
  opened = await openOwnedDatabase();
  ({ database, ownerId } = opened);
  listing = new DrivePhotoListing(database);
});
afterAll(() => opened.close());
beforeEach(async () => {
  [eventId, otherEventId] = [await makeEvent(), await makeEvent()];
});

/** Grouped, unless the revision of its faces is ahead. */
const makeEvent = async (): Promise<string> =>
  (
    await database.prisma.event.create({
      data: { ownerId, name: 'E', embedder: 'm', facesRevision: 3, groupedRevision: 3 },
    })
  ).id;
const setRevisions = (id: string, facesRevision: number, groupedRevision: number) =>
  database.prisma.event.update({ where: { id }, data: { facesRevision, groupedRevision } });
const makePerson = async (withheld: boolean, event = eventId): Promise<string> =>
  (
    await database.prisma.person.create({
      data: { eventId: event, appearance: withheld ? 'withheld' : 'open' },
    })
  ).id;

let made = 0;
/** @param people whose faces are in it; null is nobody's */
const NOT_COMPARED = { embeddedAt: null, embedVersion: null };
async function makePhoto(
  people: (string | null)[],
  more: { embeddedAt?: null; embedVersion?: null; heldAt?: Date; deletedAt?: Date } = {},
  event = eventId,
): Promise<string> {
  made += 1;
  const { id } = await database.prisma.photo.create({
    data: {
      ...{
        eventId: event,
        fileName: 'a.jpg',
        ...digestsOf(`${made}`),
        bytes: 1n,
        ...ready(new Date()),
        ...more,
      },
      faces: { create: people.map((personId) => ({ eventId: event, personId, ...FACE_COLUMNS })) },
    },
  });
  return id;
}
/** Photos of the event that may not leave, each with its reason. */
async function kept(event = eventId): Promise<Record<string, string>> {
  const photos = await database.prisma.photo.findMany({ where: { eventId: event }, select: { id: true } });
  const principal = { kind: 'organizer', userId: ownerId, helpsWith: [] } as const;
  const decisions = (await listing.of(photos.map(({ id }) => id))).map(
    (resource) =>
      [resource.photoId, decide({ principal, action: 'drive.send', resource, now: new Date() })] as const,
  );
  return Object.fromEntries(
    decisions.flatMap(([id, { allowed, reason }]) => (allowed ? [] : [[id, reason]])),
  );
}

test('while nobody is withheld everything may leave but what waits for approval, whatever is not known yet', async () => {
  await setRevisions(eventId, 4, 3);
  await makePerson(true, otherEventId);
  const waiting = await makePhoto([], { heldAt: new Date() });
  await makePhoto([await makePerson(false), null]);
  await makePhoto([], NOT_COMPARED);
  await makePhoto([null], { heldAt: new Date() }, otherEventId);
  expect(await kept()).toEqual({ [waiting]: 'not-approved' });
});

test('photos that show somebody withheld stay, and those of others leave', async () => {
  const [withheld, shown] = [await makePerson(true), await makePerson(false)];
  const [alone, together] = [await makePhoto([withheld]), await makePhoto([shown, withheld])];
  const waiting = await makePhoto([withheld], { heldAt: new Date() });
  const waitingToo = await makePhoto([shown], { heldAt: new Date() });
  await makePhoto([shown]);
  await makePhoto([]);
  await makePhoto([await makePerson(true, otherEventId)], {}, otherEventId);
  expect(await kept()).toEqual({
    [alone]: 'withheld',
    [together]: 'withheld',
    [waiting]: 'withheld',
    [waitingToo]: 'not-approved',
  });
});

test('while somebody is withheld, faces that are not grouped yet may be theirs: their photos stay until grouping is through', async () => {
  const shown = await makePerson(false);
  await makePerson(true);
  const [ungrouped, both] = [await makePhoto([null]), await makePhoto([shown, null])];
  await makePhoto([shown]);
  await makePhoto([null], {}, otherEventId);
  await setRevisions(otherEventId, 9, 3);
  expect(await kept(), 'grouped, and nobody’s').toEqual({});
  await setRevisions(eventId, 4, 3);
  expect(await kept()).toEqual({ [ungrouped]: 'not-looked-at', [both]: 'not-looked-at' });
  await setRevisions(eventId, 4, 4);
  expect(await kept()).toEqual({});
});

test('while somebody is withheld, photos whose faces nobody has compared yet stay', async () => {
  await makePerson(true);
  const fresh = await makePhoto([], NOT_COMPARED);
  await makePhoto([], NOT_COMPARED, otherEventId);
  await makePhoto([]);
  expect(await kept()).toEqual({ [fresh]: 'not-looked-at' });
});

test('a photo in the trash stays, and of one that is gone, or whose event lies in the trash, nothing is known', async () => {
  const trashed = await makePhoto([], { deletedAt: new Date() });
  expect(await kept()).toEqual({ [trashed]: 'deleted' });
  expect(await listing.of(['018f0000-0000-7000-8000-000000000001'])).toEqual([]);
  await database.prisma.event.update({ where: { id: eventId }, data: { deletedAt: new Date() } });
  expect(await listing.of([trashed])).toEqual([]);
});

test('a photo is known with whom it shows and its albums, however many are asked about', async () => {
  const person = await makePerson(false);
  const photoId = await makePhoto([person, person, null]);
  const album = await database.prisma.album.create({ data: { eventId, name: 'Dance' } });
  await database.prisma.albumPhoto.create({ data: { albumId: album.id, photoId } });
  const others = Array.from({ length: 1500 }, () => crypto.randomUUID());
  expect(await listing.of([...others, photoId])).toEqual([
    {
      ...{ kind: 'drive', photoId, eventId, organizerId: ownerId, personIds: [person], albumIds: [album.id] },
      ...{ held: false, trashed: false, wishes: NO_WISHES, blankable: false },
    },
  ]);
  const blanks = new Uint8Array(52);
  await database.prisma.photo.update({ where: { id: photoId }, data: { blanks } });
  expect(await listing.of([photoId])).toMatchObject([{ blankable: true }]);
});
