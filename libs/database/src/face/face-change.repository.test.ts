import { LEGIBLE_PLACES } from '../testing/face.places.js';
import { digestsOf } from '../testing/photo.columns.js';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Database } from '../client/database.client.js';
import { EventRepository } from '../event/event.repository.js';
import { PersonRepository } from '../person/person.repository.js';
import { PhotoRepository } from '../photo/photo.repository.js';
import { holdTransaction, type HeldTransaction } from '../testing/held.transaction.js';
import { openOwnedDatabase, type OwnedDatabase } from '../testing/owned.database.js';
import { CHANGES_START, FaceChangeRepository, type ChangePlace } from './face-change.repository.js';
import type { NewFace } from './face.record.js';
import { FaceRepository } from './face.repository.js';

const MODEL = 'm';

let opened: OwnedDatabase;
let database: Database;
let changes: FaceChangeRepository;
let faces: FaceRepository;
let held: HeldTransaction | undefined;

beforeAll(async () => {
  opened = await openOwnedDatabase();
  ({ database } = opened);
  changes = new FaceChangeRepository(database);
  faces = new FaceRepository(database);
});
afterEach(async () => {
  await held?.end();
  held = undefined;
});
afterAll(() => opened.close());

const makeEvent = async (): Promise<string> => {
  const data = { ownerId: opened.ownerId, name: 'E', embedder: MODEL };
  return (await database.prisma.event.create({ data })).id;
};
const makePhoto = async (eventId: string): Promise<string> => {
  const data = { eventId, fileName: 'a.jpg', ...digestsOf(randomUUID()), bytes: 1n };
  return (await database.prisma.photo.create({ data })).id;
};
const face = (id: string, place: number): NewFace => ({
  ...{ id, box: [place * 100, 0, 50, 50], score: 1, quality: 1 },
});
const find = (photoId: string, version: string, ids: readonly string[]) =>
  faces.replaceFaces({ photoId, version, faces: ids.map(face), places: LEGIBLE_PLACES });
const embed = (photoId: string, ids: readonly string[], value: number, models = { embedding: MODEL }) =>
  faces.saveEmbeddings(
    photoId,
    'e',
    models,
    ids.map((faceId) => ({ faceId, embedding: Uint8Array.of(value) })),
  );
async function arrive(
  eventId: string,
  count: number,
  value = 1,
): Promise<{ photoId: string; ids: string[] }> {
  const photoId = await makePhoto(eventId);
  const ids = Array.from({ length: count }, () => randomUUID());
  await find(photoId, 'd', ids);
  await embed(photoId, ids, value);
  return { photoId, ids };
}

/** Who reads an event's changes, and what it takes its faces to be. */
class Reader {
  readonly faces = new Map<string, { personId: string | null; value: number | undefined }>();
  rows = 0;
  private place: ChangePlace = CHANGES_START;

  constructor(
    private readonly eventId: string,
    private readonly model = MODEL,
  ) {}

  /** @returns whether that was all. */
  async page(): Promise<boolean | 'erased' | 'too-old'> {
    const page = await changes.findPage(this.eventId, this.model, this.place);
    if (typeof page === 'string') return page;
    this.rows += page.changes.length;
    for (const { id, gone, personId, embedding } of page.changes) {
      if (gone) this.faces.delete(id);
      else this.faces.set(id, { personId, value: embedding ? embedding[0] : this.faces.get(id)?.value });
    }
    this.place = page.place;
    return page.complete;
  }

  async read(): Promise<this> {
    while (!(await this.page()));
    return this;
  }
}

async function stored(eventId: string): Promise<Reader['faces']> {
  const rows = await database.prisma.face.findMany({
    where: { eventId, embeddingModel: MODEL, embedding: { not: null } },
  });
  return new Map(rows.map(({ id, personId, embedding }) => [id, { personId, value: embedding?.[0] }]));
}

test('each look at an event reads what changed since the one before, and no more', async () => {
  const eventId = await makeEvent();
  const reader = new Reader(eventId);
  const first = await arrive(eventId, 3);
  expect([(await reader.read()).faces, reader.rows]).toEqual([await stored(eventId), 3]);
  const second = await arrive(eventId, 2);
  expect([(await reader.read()).faces, reader.rows]).toEqual([await stored(eventId), 5]);
  await embed(first.photoId, first.ids, 9);
  expect([(await reader.read()).faces, reader.rows]).toEqual([await stored(eventId), 8]);
  await find(first.photoId, 'd2', [randomUUID()]); // three are gone, one has no embedding yet
  expect([(await reader.read()).faces, reader.rows]).toEqual([await stored(eventId), 12]);
  await new PhotoRepository(database).remove(second.photoId);
  expect([(await reader.read()).faces, reader.rows]).toEqual([await stored(eventId), 14]);
  expect([(await reader.read()).faces.size, reader.rows]).toEqual([0, 14]);
});

test('a face that is found anew in its place, or embedded by another network, is gone until it has an embedding', async () => {
  const eventId = await makeEvent();
  const reader = new Reader(eventId);
  const { photoId, ids } = await arrive(eventId, 2);
  await reader.read();
  await find(photoId, 'd2', ids);
  expect((await reader.read()).faces.size).toBe(0);
  await embed(photoId, ids, 5, { embedding: 'another' });
  expect((await reader.read()).faces.size).toBe(0);
  expect((await new Reader(eventId, 'another').read()).faces.size).toBe(2);
  await embed(photoId, ids, 6);
  expect((await reader.read()).faces).toEqual(await stored(eventId));
});

test('grouping that moves few faces among many is read as those few', async () => {
  const eventId = await makeEvent();
  const { ids } = await arrive(eventId, 40);
  const reader = await new Reader(eventId).read();
  const [cover = ''] = ids;
  const person = { id: randomUUID(), coverFaceId: cover, faceIds: ids.slice(0, 38) };
  const { facesRevision: revision } = await database.prisma.event.findUniqueOrThrow({
    where: { id: eventId },
  });
  const group = (faceIds: string[]) =>
    new PersonRepository(database).writePeople({
      ...{ eventId, revision, people: [{ ...person, faceIds }], unassignedFaceIds: [] },
    });
  await group(ids.slice(0, 38));
  expect([(await reader.read()).faces, reader.rows]).toEqual([await stored(eventId), 40 + 38]);
  await group(ids);
  expect([(await reader.read()).faces, reader.rows]).toEqual([await stored(eventId), 40 + 38 + 2]);
});

test('faces of a photo that takes long to be written are not passed over for one that came later and was quicker', async () => {
  const eventId = await makeEvent();
  const [slow, quick] = [await makePhoto(eventId), await makePhoto(eventId)];
  const ids = [randomUUID(), randomUUID()];
  for (const [n, photoId] of [slow, quick].entries()) await find(photoId, 'd', ids.slice(n, n + 1));
  const reader = await new Reader(eventId).read();
  held = await holdTransaction(
    opened.url,
    'update "Event" set "indexRevision" = "indexRevision" + 1 where id = $1',
    [eventId],
  );
  await held.query(
    `update "Face" set embedding = '\\x07', "embeddingModel" = 'm', "embeddingRevision" = e."indexRevision",
      "indexRevision" = e."indexRevision" from "Event" e where "Face".id = $1 and e.id = $2`,
    [ids[0], eventId],
  );
  const quicker = embed(quick, ids.slice(1), 8);
  await held.untilAwaited(1, quicker);
  expect((await reader.read()).faces.size).toBe(0);
  await held.commit();
  await quicker;
  expect((await reader.read()).faces).toEqual(await stored(eventId));
  expect(reader.faces.size).toBe(2);
});

test('a large event is read in pages, and what happens between them is not missed', async () => {
  const eventId = await makeEvent();
  const large: { photoId: string; ids: string[] }[] = [];
  for (let n = 0; n < 5; n++) large.push(await arrive(eventId, 900, n));
  const [gone, anew, later] = [large[0], large[1], large[4]];
  if (!gone || !anew || !later) throw new Error('there are five');
  const reader = new Reader(eventId);
  expect(await reader.page()).toBe(false);
  expect(reader.faces.size).toBe(2_000);
  await new PhotoRepository(database).remove(gone.photoId); // read already
  await embed(anew.photoId, anew.ids, 77);
  await find(later.photoId, 'd2', later.ids.slice(0, 10)); // not read yet
  await arrive(eventId, 3);
  expect((await reader.read()).faces).toEqual(await stored(eventId));
  expect(reader.faces.size).toBe(3 * 900 + 3);
});

test('who is too far behind is told to begin anew, and notes of faces that are gone do not pile up', async () => {
  const eventId = await makeEvent();
  const { photoId } = await arrive(eventId, 2);
  const reader = await new Reader(eventId).read();
  const other = await arrive(eventId, 1);
  await find(photoId, 'd2', []);
  const notes = () => database.prisma.removedFace.count({ where: { eventId } });
  expect(await notes()).toBe(2);
  await database.prisma.event.update({
    where: { id: eventId },
    data: { indexRevision: { increment: 10_000 } },
  });
  await find(other.photoId, 'd2', []);
  expect(await notes()).toBe(1);
  expect(await reader.page()).toBe('too-old');
  expect((await new Reader(eventId).read()).faces.size).toBe(0);
});

test('an event that is erased is not read', async () => {
  const erased = await makeEvent();
  await new EventRepository(database).erase(erased);
  expect(await new Reader(erased).page()).toBe('erased');
});

test('a photo that is erased while its faces are found waits for its turn, and none of them is left in memory', async () => {
  const eventId = await makeEvent();
  const { photoId } = await arrive(eventId, 1);
  const reader = await new Reader(eventId).read();
  // as `replaceFaces` and `saveEmbeddings` begin
  held = await holdTransaction(opened.url, 'select 1 from "Photo" where id = $1 for update', [photoId]);
  const removed = new PhotoRepository(database).remove(photoId);
  await held.untilAwaited(1, removed);
  await held.query('update "Event" set "indexRevision" = "indexRevision" + 1 where id = $1', [eventId]);
  const late = randomUUID();
  await held.query(
    `insert into "Face" (id, "eventId", "photoId", x, y, width, height, score, quality, "indexRevision")
      select $1, e.id, $2, 0, 0, 1, 1, 1, 1, e."indexRevision" from "Event" e where e.id = $3`,
    [late, photoId, eventId],
  );
  await held.commit();
  expect((await removed)?.faceIds).toContain(late);
  expect((await reader.read()).faces.size).toBe(0);
});
