import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Database } from '../client/database.client.js';
import { FaceLinkRepository } from '../face/face-link.repository.js';
import { GuestEditRepository } from '../guest/guest-edit.repository.js';
import { openOwnedDatabase, type OwnedDatabase } from '../testing/owned.database.js';
import { recogniseAs } from '../testing/matched.people.js';
import { digestsOf, FACE_COLUMNS } from '../testing/photo.columns.js';
import { PersonEditRepository } from './person-edit.repository.js';
import { PersonRepository } from './person.repository.js';

let opened: OwnedDatabase;
let database: Database;
let edits: PersonEditRepository;
let eventId: string;
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
});

interface MadePerson {
  id: string;
  photos: string[];
  faces: string[];
}

/** Each face in a photo of its own. */
async function makePerson(faceCount: number): Promise<MadePerson> {
  const { id } = await database.prisma.person.create({ data: { eventId } });
  const photos = Array.from({ length: faceCount }, () => randomUUID());
  await database.prisma.photo.createMany({
    data: photos.map((photo) => ({ id: photo, eventId, fileName: 'a', ...digestsOf(photo), bytes: 1n })),
  });
  const faces = await database.prisma.face.createManyAndReturn({
    data: photos.map((photoId) => ({ eventId, photoId, personId: id, ...FACE_COLUMNS })),
  });
  return { id, photos, faces: faces.map((face) => face.id).toSorted() };
}

const at = (list: readonly string[], index: number): string => list[index] ?? '';
const links = async (): Promise<string[]> =>
  (await new FaceLinkRepository(database).findOfEvent(eventId))
    .map(({ kind, faceA, faceB }) => `${kind} ${[faceA, faceB].toSorted().join(' ')}`)
    .toSorted();
const pairs = (kind: string, faceA: string, others: readonly string[]): string[] =>
  others.map((faceB) => `${kind} ${[faceA, faceB].toSorted().join(' ')}`);
const ofEvent = (): Promise<{ groupedRevision: number; facesRevision: number }> =>
  database.prisma.event.findUniqueOrThrow({ where: { id: eventId } });

/** Rows that `work` makes or changes, and the size of what it says of itself. */
async function written(work: () => Promise<unknown>): Promise<{ rows: number; said: number }> {
  const [now] = await database.prisma.$queryRaw<{ id: bigint }[]>`select txid_current() as id`;
  await work();
  let rows = 0;
  for (const table of ['Face', 'Person', 'PersonEdit', 'FaceLink', 'Event', 'Guest']) {
    const [found] = await database.prisma.$queryRawUnsafe<{ count: bigint }[]>(
      `select count(*) from "${table}" where xmin::text::bigint > $1`,
      now?.id,
    );
    rows += Number(found?.count ?? 0);
  }
  const edit = await database.prisma.personEdit.findFirst({ where: { eventId }, orderBy: { id: 'desc' } });
  return { rows, said: JSON.stringify([edit?.before, edit?.detail]).length };
}

test.each([
  [
    'an organizer who takes a face out',
    (person: MadePerson) => edits.split(by, person.id, [at(person.faces, 0)]),
  ],
  [
    'an organizer who makes a face one with a person',
    async (person: MadePerson, other: MadePerson) => edits.merge(by, person.id, [other.id]),
  ],
  [
    'a guest who is not in a photo',
    (person: MadePerson, _: MadePerson, guestId: string) =>
      new GuestEditRepository(database).disown({ eventId, guestId }, at(person.photos, 0)),
  ],
])('%s writes the same for a person of twelve faces and of six hundred', async (_, correct) => {
  const amounts = [];
  for (const count of [12, 600]) {
    const [person, other] = [await makePerson(count), await makePerson(1)];
    const share = await database.prisma.share.create({
      data: {
        ...{ eventId, name: 'S', scope: {}, rights: {}, presentation: {} },
        codes: { create: { label: 'C' } },
      },
      include: { codes: true },
    });
    const { id: guestId } = await database.prisma.guest.create({
      data: {
        shareCodeId: share.codes[0]?.id ?? '',
        ...{ consentVersion: '1', consentedAt: new Date() },
      },
    });
    await recogniseAs(database, guestId, [person.id]);
    amounts.push(await written(() => correct(person, other, guestId)));
  }
  expect(amounts[1]).toEqual(amounts[0]);
  expect(amounts[0]?.rows).toBeLessThan(8);
});

test('who is not a person is none of the faces that become theirs later', async () => {
  const ann = await makePerson(3);
  await edits.split(by, ann.id, [at(ann.faces, 0)]);
  expect(await links()).toEqual(pairs('cannot', at(ann.faces, 0), ann.faces.slice(1)).toSorted());
  const late = await makePerson(1);
  await database.prisma.face.updateMany({ where: { personId: late.id }, data: { personId: ann.id } });
  const theirs = [...ann.faces.slice(1), ...late.faces];
  expect(await links()).toEqual(pairs('cannot', at(ann.faces, 0), theirs).toSorted());
});

test('two faces that are not the same person may still be one', async () => {
  const ann = await makePerson(4);
  for (const face of ann.faces.slice(0, 2)) await edits.split(by, ann.id, [face]);
  expect(
    (await links()).filter((link) => ann.faces.slice(0, 2).every((face) => link.includes(face))),
  ).toEqual([]);
});

test('people who were made one are one with each of their faces', async () => {
  const [ann, ben] = [await makePerson(3), await makePerson(2)];
  await edits.merge(by, ann.id, [ben.id]);
  const group = new Map([...ann.faces, ...ben.faces].map((face) => [face, face]));
  const rootOf = (face: string): string => {
    const parent = group.get(face) ?? face;
    return parent === face ? face : rootOf(parent);
  };
  for (const link of await new FaceLinkRepository(database).findOfEvent(eventId)) {
    expect(link.kind).toBe('must');
    group.set(rootOf(link.faceA), rootOf(link.faceB));
  }
  expect(new Set([...group.keys()].map(rootOf)).size).toBe(1);
});

test('who becomes another takes along who they are not, and undoing gives it back', async () => {
  const [ann, ben] = [await makePerson(3), await makePerson(2)];
  const [out = '', ...kept] = ann.faces;
  await edits.split(by, ann.id, [out]);
  const before = await links();
  await edits.merge(by, ben.id, [ann.id]);
  expect((await links()).filter((link) => link.startsWith('cannot'))).toEqual(
    pairs('cannot', out, [...kept, ...ben.faces]).toSorted(),
  );
  await edits.undo(eventId);
  expect(await links()).toEqual(before);
  await edits.undo(eventId);
  expect(await links()).toEqual([]);
});

test('who is grouped away hands on who they are not to whom most of their faces are now', async () => {
  const [ann, ben, cleo] = [await makePerson(4), await makePerson(2), await makePerson(1)];
  const [out = '', last = '', ...most] = ann.faces;
  await edits.split(by, ann.id, [out]);
  const { facesRevision: revision } = await ofEvent();
  const stranger = (await database.prisma.face.findUniqueOrThrow({ where: { id: out } })).personId ?? '';
  const person = (id: string, faceIds: string[]) => ({ id, faceIds, coverFaceId: at(faceIds, 0) });
  await new PersonRepository(database).writePeople({
    ...{ eventId, revision, unassignedFaceIds: [] },
    people: [
      person(ben.id, [...ben.faces, ...most]),
      person(cleo.id, [...cleo.faces, last]),
      person(stranger, [out]),
    ],
  });
  expect(await links()).toEqual(pairs('cannot', out, [...ben.faces, ...most]).toSorted());
});

test('a correction that is not the newest is undone as far as nobody has changed it since, and it is said before', async () => {
  const [ann, ben] = [await makePerson(3), await makePerson(2)];
  await edits.change(by, ann.id, { name: 'Ann' });
  await edits.merge(by, ann.id, [ben.id]);
  const moved = await edits.split(by, ann.id, [at(ben.faces, 0)]);
  await edits.change(by, ann.id, { hidden: true });
  await edits.change(by, ann.id, { name: 'Anna' });
  const [, , , merged, named] = await edits.history(eventId, 9);
  expect([merged?.kind, named?.kind]).toEqual(['merge', 'name']);
  const foreseen = await edits.foresee(eventId, merged?.id ?? '');
  expect(foreseen).toMatchObject({ back: 1, stays: 1 });
  expect(await edits.history(eventId, 9), 'nothing is done yet').toMatchObject([
    {},
    {},
    {},
    { undoneAt: null },
    {},
  ]);
  expect(await edits.undo(eventId, merged?.id)).toMatchObject({ kind: 'merge', back: 1, stays: 1 });
  const owners = await database.prisma.face.findMany({
    where: { id: { in: ben.faces } },
    orderBy: { id: 'asc' },
  });
  expect(owners.map(({ personId }) => personId)).toEqual([moved, ben.id]);
  expect(await edits.undo(eventId, named?.id)).toMatchObject({ kind: 'name', back: 0, stays: 1 });
  const person = await database.prisma.person.findUniqueOrThrow({ where: { id: ann.id } });
  expect([person.name, person.hiddenAt === null]).toEqual(['Anna', false]);
  expect(await edits.undo(eventId, merged?.id), 'once').toBeNull();
});

test('who becomes one with somebody hidden is hidden, until that is undone', async () => {
  const [ann, ben] = [await makePerson(2), await makePerson(1)];
  await edits.change(by, ben.id, { hidden: true });
  await edits.merge(by, ann.id, [ben.id]);
  const hidden = async (id: string): Promise<boolean> =>
    (await database.prisma.person.findUniqueOrThrow({ where: { id } })).hiddenAt !== null;
  expect(await hidden(ann.id)).toBe(true);
  await edits.undo(eventId);
  expect([await hidden(ann.id), await hidden(ben.id)]).toEqual([false, true]);
});

test('what was wished for people who had become one holds for each of them once that is undone', async () => {
  const [ann, ben] = [await makePerson(2), await makePerson(2)];
  const appearances = async () => {
    const people = await database.prisma.person.findMany({ where: { id: { in: [ann.id, ben.id] } } });
    return people.map(({ appearance }) => appearance);
  };
  await edits.merge(by, ann.id, [ben.id]);
  const merged = await database.prisma.personEdit.findFirstOrThrow({ where: { eventId, kind: 'merge' } });
  await edits.change(by, ann.id, { appearance: 'withheld' });
  await edits.undo(eventId, merged.id);
  expect(await appearances()).toEqual(['withheld', 'withheld']);
  // and not what was wished for one of them before
  await edits.change(by, ben.id, { appearance: 'open' });
  await edits.merge(by, ann.id, [ben.id]);
  await edits.undo(eventId);
  expect((await appearances()).sort()).toEqual(['open', 'withheld']);
});
