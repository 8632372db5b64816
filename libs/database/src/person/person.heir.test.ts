import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Database } from '../client/database.client.js';
import { openOwnedDatabase, type OwnedDatabase } from '../testing/owned.database.js';
import { digestsOf, FACE_COLUMNS } from '../testing/photo.columns.js';
import { GuestEditRepository } from '../guest/guest-edit.repository.js';
import { GuestRepository } from '../guest/guest.repository.js';
import { OpenTransaction } from '../testing/open.transaction.js';
import { PersonEditRepository } from './person-edit.repository.js';
import { PersonRepository } from './person.repository.js';

let opened: OwnedDatabase;
let database: Database;
let edits: PersonEditRepository;
let eventId: string;
let codeId: string;
let by: { eventId: string; userId: string };

beforeAll(async () => {
  opened = await openOwnedDatabase();
  ({ database } = opened);
  edits = new PersonEditRepository(database);
});
afterAll(() => opened.close());
beforeEach(async () => {
  const data = { ownerId: opened.ownerId, name: 'E', embedder: 'm' };
  eventId = (await database.prisma.event.create({ data })).id;
  by = { eventId, userId: opened.ownerId };
  codeId = (await makeShare({ kind: 'own-photos' })).codeId;
});

async function makeShare(scope: object): Promise<{ id: string; codeId: string }> {
  const share = await database.prisma.share.create({
    data: { eventId, name: 'S', scope, rights: {}, presentation: {}, codes: { create: { label: 'C' } } },
    include: { codes: true },
  });
  return { id: share.id, codeId: share.codes[0]?.id ?? '' };
}

/** Each face in a photo of its own. */
async function makePerson(faceCount: number): Promise<{ id: string; faces: string[] }> {
  const { id } = await database.prisma.person.create({ data: { eventId } });
  const faces: string[] = [];
  for (let i = 0; i < faceCount; i += 1) {
    const photo = { eventId, fileName: 'a', ...digestsOf(randomUUID()), bytes: 1n };
    const { id: photoId } = await database.prisma.photo.create({ data: photo });
    faces.push(
      (await database.prisma.face.create({ data: { eventId, photoId, personId: id, ...FACE_COLUMNS } })).id,
    );
  }
  return { id, faces };
}

async function makeGuest(...personIds: string[]): Promise<string> {
  const consent = { consentVersion: '1', consentedAt: new Date() };
  return (await database.prisma.guest.create({ data: { shareCodeId: codeId, personIds, ...consent } })).id;
}

const peopleOf = async (guestId: string): Promise<string[]> =>
  (await database.prisma.guest.findUniqueOrThrow({ where: { id: guestId } })).personIds;
const shownBy = async (shareId: string): Promise<unknown> =>
  (await database.prisma.share.findUniqueOrThrow({ where: { id: shareId } })).scope;

async function group(people: Record<string, string[]>): Promise<void> {
  const { facesRevision: revision } = await database.prisma.event.findUniqueOrThrow({
    where: { id: eventId },
  });
  await new PersonRepository(database).writePeople({
    ...{ eventId, revision, unassignedFaceIds: [] },
    people: Object.entries(people).map(([id, faceIds]) => ({ id, faceIds, coverFaceId: faceIds[0] ?? '' })),
  });
}

test('guests keep their photos when the organizer makes them one with somebody, and until that is undone', async () => {
  const [ann, twin, other] = [await makePerson(2), await makePerson(1), await makePerson(1)];
  const [guest, both, stranger] = [
    await makeGuest(twin.id, other.id),
    await makeGuest(twin.id, ann.id),
    await makeGuest(other.id),
  ];
  const guests = async () => [await peopleOf(guest), await peopleOf(both), await peopleOf(stranger)];
  const before = await guests();
  await edits.merge(by, ann.id, [twin.id]);
  expect(await guests()).toEqual([[ann.id, other.id], [ann.id], [other.id]]);
  await edits.undo(eventId);
  expect(await guests()).toEqual(before);
});

test('whoever took a selfie after people were made one keeps what it found when that is undone', async () => {
  const [ann, twin] = [await makePerson(2), await makePerson(1)];
  const guest = await makeGuest(twin.id);
  await edits.merge(by, ann.id, [twin.id]);
  await database.prisma.guest.update({
    where: { id: guest },
    data: { personIds: [ann.id], identifiedAt: new Date() },
  });
  await edits.undo(eventId);
  expect(await peopleOf(guest)).toEqual([ann.id]);
});

test('grouping alone shows no guest, and no link, the photos of somebody else', async () => {
  const [ann, early] = [await makePerson(3), await makePerson(1)];
  const guest = await makeGuest(early.id);
  const { id } = await makeShare({ kind: 'person', personId: early.id });
  await group({ [ann.id]: [...ann.faces, ...early.faces] });
  expect([await peopleOf(guest), await shownBy(id)]).toEqual([
    [early.id],
    { kind: 'person', personId: early.id },
  ]);
});

test('guests keep their photos when the organizer had taken them out of a person, and undoes it', async () => {
  const ann = await makePerson(3);
  const parted = await edits.split(by, ann.id, ann.faces.slice(0, 1));
  const guest = await makeGuest(parted);
  await edits.undo(eventId);
  expect(await peopleOf(guest)).toEqual([ann.id]);
});

test('whoever said that they are not somebody is not whom these become', async () => {
  const [ann, wrong] = [await makePerson(2), await makePerson(1)];
  const guest = await makeGuest(wrong.id);
  const { photoId } = await database.prisma.face.findUniqueOrThrow({ where: { id: wrong.faces[0] ?? '' } });
  const detail = { personId: wrong.id, name: null, strangerId: wrong.id };
  await database.prisma.personEdit.create({
    data: { eventId, guestId: guest, photoId, kind: 'notMe', detail, before: { people: [], faces: [] } },
  });
  await edits.merge(by, ann.id, [wrong.id]);
  expect(await peopleOf(guest)).toEqual([wrong.id]);
});

test('a link to the photos of somebody goes on to whom they become, and back', async () => {
  const [ann, twin] = [await makePerson(2), await makePerson(1)];
  const { id } = await makeShare({ kind: 'person', personId: twin.id });
  await edits.merge(by, ann.id, [twin.id]);
  expect(await shownBy(id)).toEqual({ kind: 'person', personId: ann.id });
  await edits.undo(eventId);
  expect(await shownBy(id)).toEqual({ kind: 'person', personId: twin.id });
});

test.each([
  ['forgotten', (id: string) => new GuestRepository(database).forget(id)],
  ['without consent', (id: string) => new GuestRepository(database).recordConsent(id, null)],
])('no correction remembers whom it took a guest for who is %s', async (how, leave) => {
  const [ann, twin] = [await makePerson(2), await makePerson(1)];
  const [gone, kept] = [await makeGuest(twin.id), await makeGuest(twin.id)];
  await edits.merge(by, ann.id, [twin.id]);
  await leave(gone);
  const said = JSON.stringify(await database.prisma.personEdit.findMany({ where: { eventId } }));
  expect([said.includes(gone), said.includes(kept)]).toEqual([false, true]);
  await edits.undo(eventId);
  expect(await peopleOf(kept)).toEqual([twin.id]);
  expect(await database.prisma.guest.findUnique({ where: { id: gone } })).toEqual(
    how === 'forgotten' ? null : expect.objectContaining({ personIds: [] }),
  );
});

test('a guest is forgotten while faces are found in a photo that they sent', async () => {
  const ann = await makePerson(2);
  const guest = await makeGuest(ann.id);
  const [photoId = '', sent = ''] = (await database.prisma.photo.findMany({ where: { eventId } })).map(
    ({ id }) => id,
  );
  await new GuestEditRepository(database).disown({ eventId, guestId: guest, personIds: [ann.id] }, photoId);
  await database.prisma.photo.update({ where: { id: sent }, data: { guestId: guest } });
  const worker = await OpenTransaction.begin(opened.url);
  await worker.run('select 1 from "Photo" where id = $1 for update', [sent]);
  const forgotten = new GuestRepository(database).forget(guest);
  expect(await worker.holdsBack(forgotten)).toBe(true);
  await worker.run('update "Event" set "facesRevision" = "facesRevision" + 1 where id = $1', [eventId]);
  await worker.commit();
  await forgotten;
  expect(await database.prisma.guest.count({ where: { id: guest } })).toBe(0);
});
