import { digestsOf, FACE_COLUMNS } from '../testing/photo.columns.js';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Database } from '../client/database.client.js';
import { PersonRepository, type GroupedPerson } from './person.repository.js';
import { holdTransaction, type HeldTransaction } from '../testing/held.transaction.js';
import { openOwnedDatabase, type OwnedDatabase } from '../testing/owned.database.js';

const LATEST = 7;

let opened: OwnedDatabase;
let database: Database;
let repository: PersonRepository;
let ownerId: string;
let eventId: string;
let photoId: string;
let faceIds: string[];
let held: HeldTransaction | undefined;

beforeAll(async () => {
  opened = await openOwnedDatabase();
  ({ database, ownerId } = opened);
  repository = new PersonRepository(database);
});
beforeEach(async () => {
  ({ eventId, photoId, faceIds } = await makeEvent());
});
afterEach(async () => {
  await held?.end();
  held = undefined;
});
afterAll(() => opened.close());

async function makeEvent(): Promise<{ eventId: string; photoId: string; faceIds: string[] }> {
  const { prisma } = database;
  const { id } = await prisma.event.create({
    data: { ownerId, name: 'E', embedder: 'm', facesRevision: LATEST },
  });
  const photo = await prisma.photo.create({
    data: { eventId: id, fileName: 'a.jpg', ...digestsOf(randomUUID()), bytes: 1n },
  });
  const faces = await Promise.all(
    [0, 1].map(() => prisma.face.create({ data: { eventId: id, photoId: photo.id, ...FACE_COLUMNS } })),
  );
  return { eventId: id, photoId: photo.id, faceIds: faces.map((face) => face.id) };
}

/** One person for each face. */
const everybody = (): GroupedPerson[] =>
  faceIds.map((id) => ({ id: randomUUID(), coverFaceId: id, faceIds: [id] }));
const write = (revision: number, people = everybody(), unassignedFaceIds: string[] = []) =>
  repository.writePeople({ eventId, revision, people, unassignedFaceIds });
const eventNow = () => database.prisma.event.findUniqueOrThrow({ where: { id: eventId } });
const peopleNow = async (): Promise<string[]> =>
  (await repository.findStandings(eventId)).map(({ id }) => id).sort();
const idsOf = (people: { id: string }[]): string[] => people.map(({ id }) => id).sort();
const setEvent = (data: { facesRevision?: number; erasedAt?: Date }) =>
  database.prisma.event.update({ where: { id: eventId }, data });

test('a grouping that ends after a later one has been written changes nothing', async () => {
  const later = everybody();
  expect(await write(LATEST, later)).toEqual({ written: true, stillDue: false });
  expect(await write(LATEST - 1)).toEqual({ written: false, stillDue: false });
  expect(await peopleNow()).toEqual(idsOf(later));
  expect((await eventNow()).groupedRevision).toBe(LATEST);
  await setEvent({ facesRevision: LATEST + 1 });
  expect(await write(LATEST - 1)).toEqual({ written: false, stillDue: true }); // the later one has not seen all of it
});

test('a grouping of the same faces counts once more, and one before the last faces came is followed by another', async () => {
  await write(LATEST - 1);
  expect((await eventNow()).groupedRevision).toBe(LATEST - 1);
  const again = everybody();
  expect(await write(LATEST - 1, again)).toEqual({ written: true, stillDue: true });
  expect(await peopleNow()).toEqual(idsOf(again));
});

test('an event that was erased while it was grouped has no people', async () => {
  await setEvent({ erasedAt: new Date() });
  expect(await write(LATEST)).toEqual({ written: false, stillDue: false });
  expect(await peopleNow()).toEqual([]);
  const nowhere = { eventId: randomUUID(), revision: 1, people: [], unassignedFaceIds: [] };
  expect(await repository.writePeople(nowhere)).toEqual({ written: false, stillDue: false });
});

test('of two groupings that are written at one moment the later counts, whoever comes first', async () => {
  held = await holdTransaction(opened.url, 'update "Event" set "groupedRevision" = $2 where id = $1', [
    eventId,
    LATEST,
  ]);
  const late = write(LATEST - 1);
  await held.untilAwaited(1, late);
  await held.commit();
  expect(await late).toEqual({ written: false, stillDue: false });
  expect([await peopleNow(), (await eventNow()).groupedRevision]).toEqual([[], LATEST]);
});

test('faces that come while people are written are not taken for grouped', async () => {
  held = await holdTransaction(opened.url, 'update "Event" set "facesRevision" = $2 where id = $1', [
    eventId,
    LATEST + 1,
  ]);
  const written = write(LATEST);
  await held.untilAwaited(1, written);
  await held.commit();
  expect(await written).toEqual({ written: true, stillDue: true });
  expect(await eventNow()).toMatchObject({ facesRevision: LATEST + 1, groupedRevision: LATEST });
});

test('an event erased at the moment its people are written has none', async () => {
  held = await holdTransaction(opened.url, 'update "Event" set "erasedAt" = now() where id = $1', [eventId]);
  const written = write(LATEST);
  await held.untilAwaited(1, written);
  await held.commit();
  expect(await written).toEqual({ written: false, stillDue: false });
  expect(await peopleNow()).toEqual([]);
});

test('photos that arrive do not hold up the people, nor the people them', async () => {
  const insert = `insert into "Photo" (id, "eventId", "fileName", sha256, md5, bytes) values (gen_random_uuid(), $1, 'b.jpg', repeat('b', 64), repeat('b', 32), 1)`;
  held = await holdTransaction(opened.url, insert, [eventId]);
  const written = write(LATEST);
  await held.untilAwaited(1, written);
  expect(await Promise.race([written, held.end()])).toEqual({ written: true, stillDue: false });
});

test('people of other events, and faces given for those of this one, stay as they are', async () => {
  const here = eventId;
  const mine = everybody();
  await write(LATEST, mine);
  const parted = await database.prisma.person.create({ data: { eventId } }); // has no face any more, which is for the next run to say
  const other = await makeEvent();
  eventId = other.eventId;
  const stolen = {
    id: randomUUID(),
    coverFaceId: other.faceIds[0] ?? '',
    faceIds: [other.faceIds[0] ?? '', ...faceIds],
  };
  await write(LATEST, [stolen], [other.faceIds[1] ?? '']);
  expect(await peopleNow()).toEqual([stolen.id]);
  const faces = await database.prisma.face.findMany({ where: { photoId }, orderBy: { id: 'asc' } });
  expect(faces.map((face) => face.personId).sort()).toEqual(idsOf(mine));
  eventId = here;
  expect(await peopleNow()).toEqual(idsOf([...mine, parted]));
});

test('no grouping ends what somebody wishes: not by making their faces nobody’s, nor somebody new, nor by making two one', async () => {
  const [first = '', second = ''] = faceIds;
  const known = randomUUID();
  await write(LATEST - 3, [{ id: known, coverFaceId: first, faceIds: [first, second] }]);
  await database.prisma.person.update({ where: { id: known }, data: { appearance: 'withheld' } });
  const appearances = async () => {
    const faces = await database.prisma.face.findMany({ where: { eventId }, include: { person: true } });
    return faces.map(({ person }) => person?.appearance ?? 'nobody’s');
  };
  await write(LATEST - 2, [{ id: known, coverFaceId: first, faceIds: [first] }], [second]);
  expect(await appearances()).toEqual(['withheld', 'withheld']);
  const other = randomUUID();
  await write(LATEST - 1, [
    { id: known, coverFaceId: first, faceIds: [first] },
    { id: other, coverFaceId: second, faceIds: [second] },
  ]);
  expect(await appearances()).toEqual(['withheld', 'withheld']);
  // an organizer says who that is
  await database.prisma.person.update({ where: { id: other }, data: { appearance: 'open' } });
  await write(LATEST, [
    { id: known, coverFaceId: first, faceIds: [first] },
    { id: other, coverFaceId: second, faceIds: [second] },
  ]);
  expect((await appearances()).sort()).toEqual(['open', 'withheld']);
  expect((await repository.findStandings(eventId)).map(({ hidden }) => hidden).sort()).toEqual([false, true]);
  await write(LATEST, [{ id: other, coverFaceId: first, faceIds: [first, second] }]);
  expect(await appearances()).toEqual(['withheld', 'withheld']);
});

test.each([
  ['named', { name: 'Ann' }],
  ['not listed', { hiddenAt: new Date() }],
])('no grouping makes somebody who is %s nobody, whose faces it would leave out', async (_, said) => {
  const [first = '', second = ''] = faceIds;
  const [known, other] = [randomUUID(), randomUUID()];
  await write(LATEST - 3, [
    { id: known, coverFaceId: first, faceIds: [first] },
    { id: other, coverFaceId: second, faceIds: [second] },
  ]);
  await database.prisma.person.update({ where: { id: known }, data: said });
  const owners = async () => {
    const faces = await database.prisma.face.findMany({ where: { eventId } });
    return [first, second].map((id) => faces.find((face) => face.id === id)?.personId);
  };
  await write(LATEST - 2, [], [first, second]);
  expect(await owners(), 'who is known stays, who is not goes').toEqual([known, null]);
  expect(await peopleNow()).toEqual([known]);
  // with another face that is theirs they are somebody, and the poor one is nobody's as ever
  await write(LATEST - 1, [{ id: known, coverFaceId: second, faceIds: [second] }], [first]);
  expect(await owners()).toEqual([null, known]);
});

test('whoever grouping finds an agreed objection to be about is shown as was agreed, in all photos, until an organizer says otherwise', async () => {
  const [first = '', second = ''] = faceIds;
  await database.prisma.objection.create({
    data: {
      ...{ eventId, wish: 'withheld', state: 'agreed', createdAt: new Date(), answeredAt: new Date() },
      faces: { create: { faceId: first } },
    },
  });
  const [known, other] = [randomUUID(), randomUUID()];
  const people = [{ id: known, coverFaceId: first, faceIds: [first, second] }];
  const appearanceOf = async (id: string) =>
    (await database.prisma.person.findUniqueOrThrow({ where: { id } })).appearance;
  await write(LATEST - 3, people);
  expect(await appearanceOf(known)).toBe('withheld');
  await database.prisma.person.update({ where: { id: known }, data: { appearance: 'open' } });
  await write(LATEST - 2, people);
  expect(await appearanceOf(known)).toBe('open');
  // somebody who was there before
  await write(LATEST - 1, [
    { id: known, coverFaceId: first, faceIds: [first] },
    { id: other, coverFaceId: second, faceIds: [second] },
  ]);
  expect(await appearanceOf(other)).toBe('open');
  await write(LATEST, [{ id: other, coverFaceId: second, faceIds: [first, second] }]);
  expect(await appearanceOf(other)).toBe('withheld');
});
