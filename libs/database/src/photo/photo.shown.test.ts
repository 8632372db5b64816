/** Photos in the trash steer no grouping; photos that wait for approval make nobody, count for nobody, and give no cover. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDatabase, type Database } from '../client/database.client.js';
import { EventRepository } from '../event/event.repository.js';
import { EventCountRepository } from '../event/event-count.repository.js';
import { EventListing } from '../event/event.listing.js';
import { FaceRepository } from '../face/face.repository.js';
import { PersonListing } from '../person/person.listing.js';
import { PersonRepository } from '../person/person.repository.js';
import type { DatabaseCopy } from '../testing/database.server.js';
import { digestsOf, FACE_COLUMNS } from '../testing/photo.columns.js';
import { openTestDatabase } from '../testing/test.database.js';
import { TrashRepository } from '../trash/trash.repository.js';
import { PhotoApprovalRepository } from './photo-approval.repository.js';

const NOW = new Date('2026-06-20T12:00:00Z');
const MODEL = 'm';

let copy: DatabaseCopy;
let database: Database;
let approvals: PhotoApprovalRepository;
let trash: TrashRepository;
let eventId: string;

beforeAll(async () => {
  copy = await openTestDatabase();
  database = createDatabase(copy.url);
  [approvals, trash] = [new PhotoApprovalRepository(database), new TrashRepository(database)];
});
afterAll(async () => {
  await database.close();
  await copy.drop();
});
beforeEach(async () => {
  const user = { email: `${randomUUID()}@b.c`, name: 'a', role: 'organizer' as const, passwordHash: 'h' };
  const { id: ownerId } = await database.prisma.user.create({ data: user });
  const event = { ownerId, name: 'E', embedder: MODEL };
  eventId = (await database.prisma.event.create({ data: event })).id;
});

/** A photo of one embedded face. */
async function photo(
  state: { heldAt?: Date; deletedAt?: Date } = {},
  quality = 1,
): Promise<{ photoId: string; faceId: string }> {
  const { id: photoId } = await database.prisma.photo.create({
    data: { eventId, fileName: 'a.jpg', ...digestsOf(randomUUID()), bytes: 1n, ...state },
  });
  const embedding = { embedding: Buffer.from('sealed'), embeddingModel: MODEL };
  const { id: faceId } = await database.prisma.face.create({
    data: { eventId, photoId, ...FACE_COLUMNS, quality, ...embedding },
  });
  return { photoId, faceId };
}

async function toGroup(): Promise<Record<string, boolean>> {
  const waits: Record<string, boolean> = {};
  for await (const page of new FaceRepository(database).loadFacesForGrouping(eventId, MODEL))
    for (const face of page) waits[face.id] = face.waits;
  return waits;
}

const isDue = async (): Promise<boolean> => {
  const found = await new EventRepository(database).findGrouping(eventId);
  return found !== null && found.facesRevision > found.groupedRevision;
};

async function group(coverFaceId: string, ...faceIds: string[]): Promise<string> {
  const id = randomUUID();
  const { facesRevision: revision } = await database.prisma.event.findUniqueOrThrow({
    where: { id: eventId },
  });
  const people = [{ id, coverFaceId, faceIds: [coverFaceId, ...faceIds] }];
  await new PersonRepository(database).writePeople({ eventId, revision, people, unassignedFaceIds: [] });
  return id;
}

test('faces in the trash are not grouped, those of waiting photos are known to wait', async () => {
  const [shown, waiting] = [await photo(), await photo({ heldAt: NOW })];
  await photo({ deletedAt: NOW });
  await photo({ heldAt: NOW, deletedAt: NOW });
  expect(await toGroup()).toEqual({ [shown.faceId]: false, [waiting.faceId]: true });
});

test('grouping is due when photos go into the trash or come back, are approved or refused', async () => {
  const [one, two, three] = [await photo(), await photo({ heldAt: NOW }), await photo({ heldAt: NOW })];
  const person = await group(one.faceId);
  const changes = [
    () => trash.putPhotos(eventId, [one.photoId], NOW),
    () => trash.restorePhotos(eventId, [one.photoId]),
    () => approvals.approve(eventId, [two.photoId]),
    () => approvals.refuse(eventId, [three.photoId], NOW),
  ];
  for (const change of changes) {
    expect(await isDue()).toBe(false);
    expect(await change()).toBe(1);
    expect(await isDue()).toBe(true);
    await database.prisma.event.update({
      where: { id: eventId },
      data: { groupedRevision: 1_000, facesRevision: 1_000 },
    });
    expect(await change(), 'done already').toBe(0);
    expect(await isDue()).toBe(false);
  }
  expect(await database.prisma.face.count({ where: { personId: person } })).toBe(1);
});

test('a waiting photo counts for nobody and gives no cover until it is approved', async () => {
  const [shown, waiting] = [await photo({}, 0.5), await photo({ heldAt: NOW }, 0.9)];
  const person = await group(shown.faceId, waiting.faceId);
  const listing = new PersonListing(database);
  const facts = async () => {
    const found = await listing.find(person);
    const counts = await new EventListing(database).progress(eventId);
    return [found?.photos, found?.faces, found?.coverFaceId, counts?.faces, counts?.people];
  };
  expect(await facts()).toEqual([1, 1, shown.faceId, 1, 1]);
  await database.prisma.person.update({
    where: { id: person },
    data: { coverFaceId: waiting.faceId, coverChosen: true },
  });
  expect(await facts()).toEqual([1, 1, shown.faceId, 1, 1]);
  expect((await listing.facesOf(person)).map(({ id }) => id)).toEqual([shown.faceId]);
  await approvals.approve(eventId, [waiting.photoId]);
  expect(await facts()).toEqual([2, 2, waiting.faceId, 2, 1]);
  expect(await new EventCountRepository(database).recount()).toEqual([]);
});

test('somebody who is in waiting photos alone is not listed, and a refused photo stays uncounted', async () => {
  const [one, two] = [await photo({ heldAt: NOW }), await photo({ heldAt: NOW })];
  const person = await group(one.faceId, two.faceId);
  const listed = async () => (await new PersonListing(database).page(eventId, {}, { limit: 10 })).people;
  expect(await listed()).toEqual([]);
  await approvals.refuse(eventId, [two.photoId], NOW);
  await trash.restorePhotos(eventId, [two.photoId]);
  expect(await listed()).toEqual([]);
  await approvals.approve(eventId, [two.photoId]);
  expect(await listed()).toMatchObject([{ id: person, photos: 1, coverFaceId: two.faceId }]);
  expect(await new EventCountRepository(database).recount()).toEqual([]);
});
