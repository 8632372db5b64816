import { LEGIBLE_PLACES } from '../testing/face.places.js';
import { digestsOf } from '../testing/photo.columns.js';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Database } from '../client/database.client.js';
import type { NewFace } from './face.record.js';
import { FaceRepository } from './face.repository.js';
import { holdTransaction, type HeldTransaction } from '../testing/held.transaction.js';
import { openOwnedDatabase, type OwnedDatabase } from '../testing/owned.database.js';

const MODELS = { embedding: 'm' };

let opened: OwnedDatabase;
let database: Database;
let repository: FaceRepository;
let ownerId: string;
let held: HeldTransaction | undefined;

beforeAll(async () => {
  opened = await openOwnedDatabase();
  ({ database, ownerId } = opened);
  repository = new FaceRepository(database);
});
afterEach(async () => {
  await held?.end();
  held = undefined;
});
afterAll(() => opened.close());

async function makePhoto(): Promise<{ eventId: string; photoId: string }> {
  const { id: eventId } = await database.prisma.event.create({ data: { ownerId, name: 'E', embedder: 'm' } });
  const { id: photoId } = await database.prisma.photo.create({
    data: { eventId, fileName: 'a.jpg', ...digestsOf(randomUUID()), bytes: 1n },
  });
  return { eventId, photoId };
}

const face = (place = 0): NewFace => ({
  ...{ id: randomUUID(), box: [place * 100, 0, 50, 50], score: 1, quality: 1 },
});
const find = (photoId: string, version: string, ...faces: NewFace[]) =>
  repository.replaceFaces({ photoId, version, faces, places: LEGIBLE_PLACES });
const embed = (photoId: string, ...faceIds: string[]) =>
  repository.saveEmbeddings(
    photoId,
    'e1',
    MODELS,
    faceIds.map((faceId) => ({ faceId, embedding: Uint8Array.of(1) })),
  );
const photoOf = (id: string) =>
  database.prisma.photo.findUniqueOrThrow({ where: { id }, include: { faces: { orderBy: { id: 'asc' } } } });
const idsOf = (faces: { id: string }[]): string[] => faces.map(({ id }) => id).sort();
const revisionOf = async (id: string): Promise<number> =>
  (await database.prisma.event.findUniqueOrThrow({ where: { id } })).facesRevision;

test('embeddings of faces that were found anew meanwhile are void, however many there were', async () => {
  const { eventId, photoId } = await makePhoto();
  const [one, other] = [face(0), face(1)];
  await find(photoId, '1', one, other);
  const revision = await revisionOf(eventId);
  const stranger = randomUUID();
  expect(await embed(photoId, one.id)).toBe(false); // one more was found
  expect(await embed(photoId)).toBe(false);
  expect(await embed(photoId, one.id, stranger)).toBe(false); // as many, and another
  expect(await embed(photoId, one.id, other.id, stranger)).toBe(false); // one is gone
  expect(await embed(photoId, one.id, one.id)).toBe(false);
  const before = await photoOf(photoId);
  expect([before.embeddedAt, ...before.faces.map(({ embedding }) => embedding)]).toEqual([null, null, null]);
  expect(await embed(photoId, other.id, one.id)).toBe(true);
  const after = await photoOf(photoId);
  expect([after.embedVersion, ...after.faces.map(({ embeddingModel }) => embeddingModel)]).toEqual([
    'e1',
    'm',
    'm',
  ]);
  expect(await revisionOf(eventId)).toBeGreaterThan(revision); // there is something to group
});

test('a photo whose faces are found anew is embedded anew, whatever it was before', async () => {
  const { photoId } = await makePhoto();
  const [kept, gone] = [face(0), face(1)];
  await find(photoId, '1', kept, gone);
  await embed(photoId, kept.id, gone.id);
  const failure = { failedAt: new Date(), errorCode: 'internal', errorReason: 'r' };
  await database.prisma.photo.update({ where: { id: photoId }, data: failure });
  expect(await find(photoId, '2', kept)).toEqual({ removedFaceIds: [gone.id] });
  const nothing = {
    embeddedAt: null,
    embedVersion: null,
    failedAt: null,
    errorCode: null,
    errorReason: null,
  };
  expect(await photoOf(photoId)).toMatchObject({
    detectVersion: '2',
    ...nothing,
    faces: [{ id: kept.id, embedding: null }],
  });
});

test('a photo without faces, and one that is gone or not looked at yet, are told apart', async () => {
  const { eventId, photoId } = await makePhoto();
  expect(await embed(photoId)).toBe(false); // nobody has looked for faces
  await find(photoId, '1');
  const revision = await revisionOf(eventId);
  expect(await embed(photoId)).toBe(true);
  expect((await photoOf(photoId)).embedVersion).toBe('e1');
  expect(await revisionOf(eventId)).toBe(revision); // nothing to group
  expect(await embed(randomUUID())).toBe(false);
  expect(await find(randomUUID(), '1', face())).toBeNull();
});

test('faces that are found while the photo is taken for one without any are embedded all the same', async () => {
  const { eventId, photoId } = await makePhoto();
  await find(photoId, '1');
  held = await holdTransaction(opened.url, 'select 1 from "Event" where id = $1 for update', [eventId]);
  const found = find(photoId, '2', face(0), face(1)); // holds the photo, and waits for the event
  await held.untilAwaited(1, found);
  const embedded = embed(photoId);
  await held.untilAwaited(2, embedded);
  await held.commit();
  expect(await found).toEqual({ removedFaceIds: [] });
  expect(await embedded).toBe(false);
  expect(await photoOf(photoId)).toMatchObject({ detectVersion: '2', embeddedAt: null, embedVersion: null });
});

test('two detectors that look at one photo at once leave the faces of one of them, in its own event', async () => {
  const elsewhere = await makePhoto();
  const { eventId, photoId } = await makePhoto();
  held = await holdTransaction(opened.url, 'select 1 from "Event" where id = $1 for update', [eventId]);
  const [first, second] = [[face(0), face(1)], [face(0)]];
  const one = find(photoId, '1', ...first);
  await held.untilAwaited(1, one);
  const other = find(photoId, '2', ...second);
  await held.untilAwaited(2, one, other);
  await held.commit();
  expect(await one).toEqual({ removedFaceIds: [] });
  expect(idsOf((await other)?.removedFaceIds.map((id) => ({ id })) ?? [])).toEqual(idsOf(first));
  const { faces, detectVersion } = await photoOf(photoId);
  expect([idsOf(faces), detectVersion, faces[0]?.eventId]).toEqual([idsOf(second), '2', eventId]);
  expect(await revisionOf(eventId)).toBe(2);
  expect([(await photoOf(elsewhere.photoId)).faces, await revisionOf(elsewhere.eventId)]).toEqual([[], 0]);
});

test('a photo removed while its faces are found or embedded is passed over', async () => {
  const { photoId } = await makePhoto();
  await find(photoId, '1', face());
  held = await holdTransaction(opened.url, 'delete from "Photo" where id = $1', [photoId]);
  const found = find(photoId, '2', face());
  const embedded = embed(photoId);
  await held.untilAwaited(2, found, embedded);
  await held.commit();
  expect([await found, await embedded]).toEqual([null, false]);
});

test('faces are loaded to be grouped only where they have an embedding of the event’s model', async () => {
  const { eventId, photoId } = await makePhoto();
  const elsewhere = await makePhoto();
  const faces = [face(0), face(1)];
  await find(photoId, '1', ...faces);
  await embed(photoId, ...faces.map(({ id }) => id));
  const other = face();
  await find(elsewhere.photoId, '1', other);
  await embed(elsewhere.photoId, other.id);
  const bare = await database.prisma.photo.create({
    data: { eventId, fileName: 'b.jpg', ...digestsOf('b'), bytes: 1n },
  });
  await find(bare.id, '1', face());
  const loaded: string[] = [];
  for await (const page of repository.loadFacesForGrouping(eventId, 'm'))
    loaded.push(...page.map(({ id }) => id));
  expect(loaded).toEqual(idsOf(faces));
  for await (const page of repository.loadFacesForGrouping(eventId, 'another')) expect(page).toEqual([]);
});

test('every face of a large event is loaded to be grouped, and each once', async () => {
  const { eventId, photoId } = await makePhoto();
  const count = 4_001;
  await database.prisma.$executeRaw`
    insert into "Face" (id, "eventId", "photoId", x, y, width, height, score, quality, embedding, "embeddingModel")
    select gen_random_uuid(), ${eventId}::uuid, ${photoId}::uuid, 0, 0, 1, 1, 1, 1, '\\x00', 'm' from generate_series(1, ${count}::int)`;
  const loaded: string[] = [];
  for await (const page of repository.loadFacesForGrouping(eventId, 'm'))
    loaded.push(...page.map(({ id }) => id));
  expect([loaded.length, new Set(loaded).size]).toEqual([count, count]);
});

test('embeddings of both networks are stored with their faces, and those of one network take the other’s place', async () => {
  const { photoId } = await makePhoto();
  const [one, other] = [face(0), face(1)];
  await find(photoId, '1', one, other);
  const both = [one, other].map(({ id: faceId }, n) => ({
    ...{ faceId, embedding: Uint8Array.of(n), second: Uint8Array.of(n + 10) },
  }));
  await repository.saveEmbeddings(photoId, 'e1', { embedding: 'm', second: 's' }, both);
  const columns = async () => {
    const byId = new Map((await photoOf(photoId)).faces.map((row) => [row.id, row]));
    return [one, other].map(({ id }) => {
      const { embedding, embeddingModel, second, secondModel } = byId.get(id) ?? {};
      return [embedding?.[0], embeddingModel, second?.[0], secondModel];
    });
  };
  expect(await columns()).toEqual([
    [0, 'm', 10, 's'],
    [1, 'm', 11, 's'],
  ]);
  await embed(photoId, other.id, one.id);
  expect(await columns()).toEqual([
    [1, 'm', undefined, null],
    [1, 'm', undefined, null],
  ]);
});

test('where a face is, is in its row as the caller sealed it, and in no other way', async () => {
  const { photoId } = await makePhoto();
  const one = face(3);
  await find(photoId, '1', one);
  const [row] = (await photoOf(photoId)).faces;
  expect(row).toMatchObject({ x: null, y: null, width: null, height: null });
  expect(row?.place && LEGIBLE_PLACES.open(one.id, row.place)).toEqual(one.box);
});

test('a face whose place does not open stays somebody’s when the same detector finds it again', async () => {
  const { eventId, photoId } = await makePhoto();
  const [one, other] = [face(0), face(1)];
  await find(photoId, '1', one, other);
  const { prisma } = database;
  const { id: personId } = await prisma.person.create({ data: { eventId } });
  const { id: otherId } = await prisma.person.create({ data: { eventId } });
  await prisma.face.update({ where: { id: other.id }, data: { personId: otherId } });
  const place = LEGIBLE_PLACES.seal(randomUUID(), one.box); // of another face
  await prisma.face.update({ where: { id: one.id }, data: { personId, place } });
  await find(photoId, '1', one, other);
  const owners = new Map((await photoOf(photoId)).faces.map((row) => [row.id, row.personId]));
  expect([owners.get(one.id), owners.get(other.id)]).toEqual([personId, otherId]);
});

test('faces that a version before left in clear are inherited as sealed ones are', async () => {
  const { eventId, photoId } = await makePhoto();
  const { id: personId } = await database.prisma.person.create({ data: { eventId } });
  const plain = { x: 100, y: 0, width: 50, height: 50, score: 1, quality: 1 };
  await database.prisma.face.create({ data: { eventId, photoId, personId, ...plain } });
  const found = face(1);
  await find(photoId, '2', found);
  expect((await photoOf(photoId)).faces).toMatchObject([{ id: found.id, personId, x: null }]);
});
