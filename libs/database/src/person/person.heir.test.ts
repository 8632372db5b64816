import { LEGIBLE_PLACES } from '../testing/face.places.js';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Database } from '../client/database.client.js';
import { openOwnedDatabase, type OwnedDatabase } from '../testing/owned.database.js';
import { digestsOf, FACE_COLUMNS } from '../testing/photo.columns.js';
import { GuestEditRepository } from '../guest/guest-edit.repository.js';
import { GuestForgetting } from '../guest/guest.forgetting.js';
import { GuestRepository } from '../guest/guest.repository.js';
import { ShownPhotoRepository } from '../guest/shown-photo.repository.js';
import { VisitorRepository } from '../guest/visitor.repository.js';
import { FaceRepository } from '../face/face.repository.js';
import { PhotoRepository } from '../photo/photo.repository.js';
import { matchesWith, peopleOfGuest, recogniseAs } from '../testing/matched.people.js';
import { OpenTransaction } from '../testing/open.transaction.js';
import { PersonEditRepository } from './person-edit.repository.js';
import { PersonListing } from './person.listing.js';
import { PersonRepository } from './person.repository.js';
import { BY_GUEST } from '../testing/consent.values.js';

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

async function makeShare(scope: object, personId?: string): Promise<{ id: string; codeId: string }> {
  const about = { scope, ...(personId !== undefined && { personId }) };
  const share = await database.prisma.share.create({
    data: { eventId, name: 'S', ...about, rights: {}, presentation: {}, codes: { create: { label: 'C' } } },
    include: { codes: true },
  });
  return { id: share.id, codeId: share.codes[0]?.id ?? '' };
}
const shareOf = (personId: string) => makeShare({ kind: 'person' }, personId);

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
  const { id } = await database.prisma.guest.create({ data: { shareCodeId: codeId, ...consent } });
  await recogniseAs(database, id, personIds);
  return id;
}

const peopleOf = (guestId: string): Promise<string[]> => peopleOfGuest(database, guestId);
const shownBy = async (shareId: string): Promise<unknown> =>
  (await database.prisma.share.findUniqueOrThrow({ where: { id: shareId } })).personId;
const photoOf = async (faceId = ''): Promise<string> =>
  (await database.prisma.face.findUniqueOrThrow({ where: { id: faceId } })).photoId;
const person = (id: string) => database.prisma.person.findUnique({ where: { id } });
/** The guest's own photos that are not a person's alone. */
const keptBy = async (guestId: string): Promise<readonly string[] | undefined> =>
  (await new VisitorRepository(database).find({ guestIds: [guestId] }))[0]?.guest?.found.photoIds;
const look = async (guestId: string, ...photoIds: string[]): Promise<void> =>
  void (await new ShownPhotoRepository(database).note(new Map([[guestId, photoIds]]), new Date()));

async function group(people: Record<string, string[]>, unassignedFaceIds: string[] = []): Promise<void> {
  const { facesRevision: revision } = await database.prisma.event.findUniqueOrThrow({
    where: { id: eventId },
  });
  await new PersonRepository(database).writePeople({
    ...{ eventId, revision, unassignedFaceIds },
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
  expect(await guests()).toEqual([[ann.id, other.id], [ann.id, ann.id], [other.id]]);
  await edits.undo(eventId);
  expect(await guests()).toEqual(before);
});

test('whoever took a selfie after people were made one keeps what it found when that is undone', async () => {
  const [ann, twin] = [await makePerson(2), await makePerson(1)];
  await edits.merge(by, ann.id, [twin.id]);
  const guest = await makeGuest(ann.id);
  await edits.undo(eventId);
  expect(await peopleOf(guest)).toEqual([ann.id]);
});

test('a selfie that searched before people were made one, and is noted after it, finds whom they became', async () => {
  const [ann, twin] = [await makePerson(2), await makePerson(1)];
  const guest = await makeGuest();
  const found = await matchesWith(database, [twin.id]);
  await edits.merge(by, ann.id, [twin.id]);
  expect(await new GuestRepository(database).recordMatches(guest, found, new Date())).toBe(true);
  expect(await peopleOf(guest)).toEqual([ann.id]);
});

test('guests, links, exports and ids follow whom grouping finds somebody to be, with the name, and hidden as before', async () => {
  const [ann, early] = [await makePerson(3), await makePerson(1)];
  await edits.change(by, early.id, { name: 'Early', hidden: true });
  const [guest, share] = [await makeGuest(early.id), await shareOf(early.id)];
  const { id: sent } = await database.prisma.driveExport.create({
    data: { eventId, kind: 'person', subjectId: early.id, folderName: 'Early' },
  });
  await group({ [ann.id]: [...ann.faces, ...early.faces] });
  expect([await peopleOf(guest), await shownBy(share.id)]).toEqual([[ann.id], ann.id]);
  expect(await database.prisma.driveExport.findUnique({ where: { id: sent } })).toMatchObject({
    subjectId: ann.id,
  });
  expect(await person(ann.id)).toMatchObject({ name: 'Early', hiddenAt: expect.any(Date) as Date });
  expect((await new PersonListing(database).find(early.id))?.id).toBe(ann.id);
  const late = await makePerson(2);
  await edits.merge(by, late.id, [ann.id]);
  expect((await new PersonListing(database).find(early.id))?.id).toBe(late.id);
  expect([await peopleOf(guest), await shownBy(share.id)]).toEqual([[late.id], late.id]);
});

test('somebody whom a link shows lives on though grouping leaves them no face, and shows nothing', async () => {
  const [ann, gone] = [await makePerson(2), await makePerson(1)];
  const share = await shareOf(gone.id);
  await group({ [ann.id]: ann.faces }, gone.faces);
  expect(await shownBy(share.id)).toBe(gone.id);
  await database.prisma.person.delete({ where: { id: gone.id } });
  const [found] = await new VisitorRepository(database).find({ codeIds: [share.codeId] });
  expect(found?.share.attributes.scope).toEqual({
    kind: 'person',
    personId: '00000000-0000-0000-0000-000000000000',
  });
});

test('a guest stays who most of the faces are that the selfie was like, and is nobody else for one that strays', async () => {
  const [ann, other] = [await makePerson(4), await makePerson(6)];
  const guest = await makeGuest(ann.id);
  const [strayed = '', ...rest] = ann.faces;
  await group({ [ann.id]: rest, [other.id]: [...other.faces, strayed] });
  expect(await peopleOf(guest)).toEqual([ann.id]);
});

test('who is parted by an organizer takes along the guests whose faces these are', async () => {
  const ann = await makePerson(5);
  const guest = await makeGuest(ann.id);
  const [first = '', second = ''] = ann.faces;
  await edits.split(by, ann.id, [second]);
  expect(await peopleOf(guest)).toEqual([ann.id]);
  const parted = await edits.split(by, ann.id, [first, ann.faces[2] ?? '', ann.faces[3] ?? '']);
  expect(await peopleOf(guest)).toEqual([parted]);
});

test('faces that were found one by one, before they were grouped, are one person’s to a guest when the organizer parts them', async () => {
  const [ann, other] = [await makePerson(3), await makePerson(1)];
  const [first = '', second = '', third = ''] = ann.faces;
  const guest = await makeGuest();
  for (const faceId of [first, ...other.faces, second, third])
    await new GuestRepository(database).recordMatches(guest, [{ faceIds: [faceId] }], new Date());
  await edits.split(by, ann.id, [third]);
  expect(await peopleOf(guest)).toEqual([ann.id, other.id]);
  // of two that are left, the one that was found first tells
  const parted = await edits.split(by, ann.id, [first]);
  expect(await peopleOf(guest)).toEqual([parted, other.id]);
});

test('a photo that a guest was shown stays theirs when grouping or another guest takes the face away, and no others', async () => {
  const [ann, other] = [await makePerson(5), await makePerson(1)];
  const [guest, unseen] = [await makeGuest(ann.id), await makeGuest(ann.id)];
  const [strayed = '', ...rest] = ann.faces;
  await look(guest, await photoOf(strayed), await photoOf(rest[0]));
  await group({ [ann.id]: rest, [other.id]: [...other.faces, strayed] });
  expect([await keptBy(guest), await keptBy(unseen)]).toEqual([[await photoOf(strayed)], []]);
  await new GuestEditRepository(database).disown({ eventId, guestId: unseen }, await photoOf(rest[0]));
  expect((await keptBy(guest))?.toSorted()).toEqual([await photoOf(strayed), await photoOf(rest[0])].sort());
});

test('a photo that a guest was shown stays theirs when grouping finds the guest to be somebody else, though its own face stays whose it was', async () => {
  const ann = await makePerson(3);
  const guest = await makeGuest(ann.id);
  const photos = await Promise.all(ann.faces.map(photoOf));
  await look(guest, ...photos);
  const [first = '', second = '', third = ''] = ann.faces;
  const [one, another] = [randomUUID(), randomUUID()];
  await group({ [one]: [first], [ann.id]: [second], [another]: [third] });
  expect(await peopleOf(guest)).toEqual([one]);
  expect((await keptBy(guest))?.toSorted()).toEqual(photos.slice(1).sort());
});

test('what an organizer takes out of a person is taken from the guests as well', async () => {
  const ann = await makePerson(4);
  const guest = await makeGuest(ann.id);
  await look(guest, await photoOf(ann.faces[0]));
  await edits.split(by, ann.id, ann.faces.slice(0, 1));
  expect(await keptBy(guest)).toEqual([]);
});

test('a guest whose matched faces are erased is known by others of the same person', async () => {
  const ann = await makePerson(9);
  const guest = await makeGuest(ann.id);
  const photos = new PhotoRepository(database);
  for (const face of ann.faces.slice(0, 8)) await photos.remove(await photoOf(face));
  expect(await peopleOf(guest)).toEqual([ann.id]);
});

test('a guest stays known when a better detector finds all faces anew, even where it finds theirs no more', async () => {
  const ann = await makePerson(3);
  const guest = await makeGuest(ann.id);
  const faces = new FaceRepository(database);
  const { x, y, width, height, ...rest } = FACE_COLUMNS;
  const inPlace = { ...rest, box: [x, y, width, height] as const };
  for (const [index, face] of ann.faces.entries())
    await faces.replaceFaces({
      ...{ photoId: await photoOf(face), version: '2', places: LEGIBLE_PLACES },
      faces: index === 0 ? [] : [{ id: randomUUID(), ...inPlace, box: [...inPlace.box] }],
    });
  expect(await peopleOf(guest)).toEqual([ann.id]);
  const { count } = await database.prisma.face.deleteMany({ where: { id: { in: ann.faces } } });
  expect(count, 'all of them are new').toBe(0);
});

test('guests keep their photos when the organizer had taken them out of a person, and undoes it', async () => {
  const ann = await makePerson(3);
  const parted = await edits.split(by, ann.id, ann.faces.slice(0, 1));
  const guest = await makeGuest(parted);
  await edits.undo(eventId);
  expect(await peopleOf(guest)).toEqual([ann.id]);
});

test('whoever said that they are not somebody is not whom these become, unless a later selfie says so', async () => {
  const [ann, wrong] = [await makePerson(2), await makePerson(1)];
  const guest = await makeGuest(wrong.id);
  await new GuestEditRepository(database).disown({ eventId, guestId: guest }, await photoOf(wrong.faces[0]));
  await recogniseAs(database, guest, [wrong.id]);
  expect(await peopleOf(guest)).toEqual([]);
  await edits.merge(by, ann.id, [wrong.id]);
  expect(await peopleOf(guest)).toEqual([]);
  await recogniseAs(database, guest, [ann.id]);
  expect(await peopleOf(guest)).toEqual([ann.id]);
});

test('a link to the photos of somebody goes on to whom they become, and back', async () => {
  const [ann, twin] = [await makePerson(2), await makePerson(1)];
  const { id } = await shareOf(twin.id);
  await edits.merge(by, ann.id, [twin.id]);
  expect(await shownBy(id)).toBe(ann.id);
  await edits.undo(eventId);
  expect(await shownBy(id)).toBe(twin.id);
  expect((await new PersonListing(database).find(twin.id))?.id).toBe(twin.id);
});

test('taking back that two are one, when somebody’s faces are another’s by now, leads their links and exports to that one, and never stays with the wrong person', async () => {
  const [ann, twin] = [await makePerson(2), await makePerson(1)];
  const { id } = await shareOf(twin.id);
  const { id: sent } = await database.prisma.driveExport.create({
    data: { eventId, kind: 'person', subjectId: twin.id, folderName: 'Twin' },
  });
  const about = async () => [
    await shownBy(id),
    (await database.prisma.driveExport.findUniqueOrThrow({ where: { id: sent } })).subjectId,
  ];
  await edits.merge(by, ann.id, [twin.id]);
  const parted = await edits.split(by, ann.id, twin.faces);
  const merged = (await edits.history(eventId, 9)).find(({ kind }) => kind === 'merge')?.id ?? '';
  expect(await edits.foresee(eventId, merged)).toMatchObject({ back: 0, stays: 1 });
  expect(await about()).toEqual([ann.id, ann.id]);
  expect(await edits.undo(eventId, merged)).toMatchObject({ back: 0, stays: 1 });
  expect(await about()).toEqual([parted, parted]);
});

test('taking back that two are one, when somebody’s photos are gone, leaves their links and exports with nobody else', async () => {
  const [ann, twin] = [await makePerson(2), await makePerson(1)];
  const { id } = await shareOf(twin.id);
  await edits.merge(by, ann.id, [twin.id]);
  await new PhotoRepository(database).remove(await photoOf(twin.faces[0]));
  expect(await edits.undo(eventId)).toMatchObject({ kind: 'merge', back: 0, stays: 1 });
  expect([await shownBy(id), (await person(twin.id))?.id]).toEqual([twin.id, twin.id]);
  expect((await new PersonListing(database).find(twin.id))?.id).toBe(twin.id);
});

test('an export is about whom it was made for, also once grouping leaves them no face', async () => {
  const [ann, gone] = [await makePerson(2), await makePerson(1)];
  await database.prisma.driveExport.create({
    data: { eventId, kind: 'person', subjectId: gone.id, folderName: 'Gone' },
  });
  await group({ [ann.id]: ann.faces }, gone.faces);
  expect((await person(gone.id))?.id).toBe(gone.id);
});

test.each([
  ['forgotten', (id: string) => new GuestForgetting(database).forget(id)],
  ['without consent', (id: string) => new GuestRepository(database).withdrawConsent(id, BY_GUEST)],
])('nothing tells whom somebody was taken for who is %s', async (_, leave) => {
  const [ann, twin] = [await makePerson(2), await makePerson(1)];
  const [gone, kept] = [await makeGuest(twin.id), await makeGuest(twin.id)];
  for (const guest of [gone, kept]) await look(guest, await photoOf(twin.faces[0]));
  await edits.merge(by, ann.id, [twin.id]);
  await leave(gone);
  const left = async (guestId: string) => [
    await database.prisma.matchedFace.count({ where: { guestId } }),
    await database.prisma.shownPhoto.count({ where: { guestId } }),
    JSON.stringify(await database.prisma.personEdit.findMany({ where: { eventId } })).includes(guestId),
  ];
  expect([await left(gone), await left(kept)]).toEqual([
    [0, 0, false],
    [1, 1, false],
  ]);
  await edits.undo(eventId);
  expect([await peopleOf(kept), await peopleOf(gone)]).toEqual([[twin.id], []]);
});

test('a guest is forgotten while faces are found in a photo that they sent', async () => {
  const ann = await makePerson(2);
  const guest = await makeGuest(ann.id);
  const [photoId = '', sent = ''] = (await database.prisma.photo.findMany({ where: { eventId } })).map(
    ({ id }) => id,
  );
  await new GuestEditRepository(database).disown({ eventId, guestId: guest }, photoId);
  await database.prisma.photo.update({ where: { id: sent }, data: { guestId: guest } });
  const worker = await OpenTransaction.begin(opened.url);
  await worker.run('select 1 from "Photo" where id = $1 for update', [sent]);
  const forgotten = new GuestForgetting(database).forget(guest);
  expect(await worker.holdsBack(forgotten)).toBe(true);
  await worker.run('update "Event" set "facesRevision" = "facesRevision" + 1 where id = $1', [eventId]);
  await worker.commit();
  await forgotten;
  expect(await database.prisma.guest.count({ where: { id: guest } })).toBe(0);
});
