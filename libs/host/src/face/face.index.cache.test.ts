import { randomBytes, randomUUID } from 'node:crypto';
import { FaceIndex } from '@visage/clustering/search/face.index';
import { createDataKey } from '@visage/crypto/data.key';
import { EventRepository } from '@visage/database/event/event.repository';
import {
  FaceChangeRepository,
  type ChangePlace,
  type FaceChangePage,
} from '@visage/database/face/face-change.repository';
import { FaceRepairRepository } from '@visage/database/face/face-repair.repository';
import { PersonRepository } from '@visage/database/person/person.repository';
import { PhotoRepository } from '@visage/database/photo/photo.repository';
import { openOwnedDatabase, type OwnedDatabase } from '@visage/database/testing/owned.database';
import { systemClock } from '../clock.js';
import { eventKeyOf } from '../keys/event.key.js';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { DIMENSIONS, EMBEDDER, eventKeys, FaceEvent, lookOf } from '../testing/face.event.js';
import { FaceIndexCache } from './face.index.cache.js';

const MINUTE_MS = 60_000;

/** Says how many faces are read, and how many embeddings. */
class CountedChanges extends FaceChangeRepository {
  pages = 0;
  faces = 0;
  embeddings = 0;

  override async findPage(
    eventId: string,
    model: string,
    place: ChangePlace,
  ): Promise<FaceChangePage | 'erased' | 'too-old'> {
    const page = await super.findPage(eventId, model, place);
    this.pages += 1;
    if (typeof page === 'string') return page;
    this.faces += page.changes.length;
    this.embeddings += page.changes.filter(({ embedding }) => embedding).length;
    return page;
  }

  /** Since it was asked last. */
  read(): { faces: number; embeddings: number } {
    const { faces, embeddings } = this;
    this.faces = this.embeddings = 0;
    return { faces, embeddings };
  }
}

let owned: OwnedDatabase;
let changes: CountedChanges;
let logged: string[];
let cache: FaceIndexCache;

beforeAll(async () => {
  owned = await openOwnedDatabase();
});
const openCache = (megabytes = 1, keys = eventKeys): FaceIndexCache =>
  new FaceIndexCache({
    ...{ changes, keys, megabytes, clock: systemClock },
    events: new EventRepository(owned.database),
    repairs: new FaceRepairRepository(owned.database),
    log: pino({}, { write: (line) => void logged.push(line) }),
  });
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
  changes = new CountedChanges(owned.database);
  logged = [];
  cache = openCache();
});
afterEach(() => {
  cache.close();
  vi.useRealTimers();
});
afterAll(() => owned.close());

const makeEvent = (): Promise<FaceEvent> => FaceEvent.make(owned.database, owned.ownerId);
const searched = (look: number) => ({ probe: lookOf(look), threshold: 0.5, dimensions: DIMENSIONS });
const whoIs = async (event: FaceEvent, look: number) =>
  (await cache.search(await event.facts(), searched(look))).matches;
const sameLook = (faces: number): number[] => Array.from({ length: faces }, () => 5);
const later = (ms: number): void => void vi.setSystemTime(Date.now() + ms);

async function group(event: FaceEvent, ...groups: string[][]): Promise<string[]> {
  const { facesRevision: revision } = await owned.database.prisma.event.findUniqueOrThrow({
    where: { id: event.id },
  });
  const known = new Map((await event.known()).map(({ id, personId }) => [id, personId]));
  const people = groups.map((faceIds) => ({
    id: known.get(faceIds[0] ?? '') ?? randomUUID(),
    coverFaceId: faceIds[0] ?? '',
    faceIds,
  }));
  await new PersonRepository(owned.database).writePeople({
    ...{ eventId: event.id, revision, people, unassignedFaceIds: [] },
  });
  return people.map(({ id }) => id);
}

test('a selfie while photos arrive reads the new faces, and no other', async () => {
  const event = await makeEvent();
  const ids: string[] = [];
  for (let photo = 0; photo < 4; photo++) ids.push(...(await event.arrive(photo, photo + 1, photo + 2)));
  await whoIs(event, 1);
  expect(changes.read()).toEqual({ faces: 12, embeddings: 12 });
  await whoIs(event, 1);
  expect(changes.read()).toEqual({ faces: 0, embeddings: 0 });
  const [mine = ''] = await event.arrive(7);
  expect((await whoIs(event, 7)).flatMap(({ faceIds }) => faceIds)).toContain(mine);
  expect(changes.read()).toEqual({ faces: 1, embeddings: 1 });
});

test('faces that are sealed anew just when they are read are found, and none is taken for damaged', async () => {
  const event = await makeEvent();
  const [mine = ''] = await event.arrive(3);
  const former = createDataKey(); // which who has read the key a moment before has
  let asked = 0;
  const keys: typeof eventKeys = {
    with: async (eventId, use) => {
      asked += 1;
      return asked === 1 ? use(eventKeyOf([former])) : eventKeys.with(eventId, use);
    },
  };
  cache = openCache(1, keys);
  expect(await whoIs(event, 3)).toEqual([{ faceIds: [mine] }]);
  expect(logged).toEqual([]);
});

test('people that are grouped anew are read without a single embedding', async () => {
  const event = await makeEvent();
  const [a = '', b = ''] = await event.arrive(1, 2);
  expect(await whoIs(event, 1)).toEqual([{ faceIds: [a] }]);
  changes.read();
  await group(event, [a], [b]);
  expect(await whoIs(event, 1)).toEqual([{ faceIds: [a] }]);
  expect(changes.read()).toEqual({ faces: 2, embeddings: 0 });
  const [c = ''] = await event.arrive(2);
  await group(event, [a], [b, c]);
  expect((await whoIs(event, 2)).map(({ faceIds }) => faceIds.toSorted())).toEqual([[b, c].toSorted()]);
  expect(changes.read()).toEqual({ faces: 1, embeddings: 1 });
});

test('guests who come at once wait for one reading of the event, and each is told who they are', async () => {
  const event = await makeEvent();
  const ids = await event.arrive(0, 1, 2, 3);
  const found = await Promise.all([0, 1, 2, 3].map((look) => whoIs(event, look)));
  expect(found).toEqual(ids.map((id) => [{ faceIds: [id] }]));
  expect(changes.read().embeddings).toBe(4);
});

test('faces that nobody searches for ten minutes leave the memory, and no others', async () => {
  const [event, other] = [await makeEvent(), await makeEvent()];
  await whoIs(event, 1);
  later(10 * MINUTE_MS);
  await whoIs(other, 1);
  await whoIs(event, 1);
  expect([changes.pages, cache.holds(event.id)]).toEqual([3, true]);
  later(10 * MINUTE_MS);
  await cache.look();
  expect([cache.holds(event.id), cache.holds(other.id)]).toEqual([true, true]);
  await whoIs(event, 1);
  later(1);
  await cache.look();
  expect([cache.holds(event.id), cache.holds(other.id)]).toEqual([true, false]);
});

test('they leave it also when nobody searches anything any more, and at once when the process ends', async () => {
  const event = await makeEvent();
  cache.watch();
  await whoIs(event, 1);
  await vi.advanceTimersByTimeAsync(11 * MINUTE_MS);
  expect(cache.holds(event.id)).toBe(false);
  await whoIs(event, 1);
  cache.close();
  expect([cache.holds(event.id), vi.getTimerCount()]).toEqual([false, 0]);
});

test('of more faces than there is room for, those not searched for longest are forgotten, and a large event has all the room', async () => {
  const [small, other, huge] = [await makeEvent(), await makeEvent(), await makeEvent()];
  await small.arrive(1);
  await other.arrive(2);
  const [mine = ''] = await huge.arrive(3);
  for (let n = 0; n < 4; n++) await huge.arrive(...sameLook(450)); // a face takes more than 600 bytes
  await whoIs(small, 1);
  later(1);
  await whoIs(other, 2);
  later(1);
  expect([cache.holds(small.id), cache.holds(other.id)]).toEqual([true, true]);
  expect(await whoIs(huge, 3)).toEqual([{ faceIds: [mine] }]);
  expect([small, other, huge].map(({ id }) => cache.holds(id))).toEqual([false, false, true]);
  changes.read();
  later(1);
  expect(await whoIs(huge, 3)).toEqual([{ faceIds: [mine] }]);
  expect(changes.read().embeddings, 'it stayed').toBe(0);
  later(1);
  await whoIs(small, 1);
  expect([small, other, huge].map(({ id }) => cache.holds(id))).toEqual([true, false, false]);
});

test('an event with room beside it stays when another is searched', async () => {
  const [event, other] = [await makeEvent(), await makeEvent()];
  await event.arrive(...sameLook(900));
  await whoIs(event, 1);
  await whoIs(other, 1);
  expect([cache.holds(event.id), cache.holds(other.id)]).toEqual([true, true]);
});

test('an event that another gateway erased leaves the memory within ten seconds, its vectors overwritten', async () => {
  const [event, other] = [await makeEvent(), await makeEvent()];
  await event.arrive(1);
  const cleared = vi.spyOn(FaceIndex.prototype, 'clear');
  onTestFinished(() => void cleared.mockRestore());
  cache.watch();
  await whoIs(event, 1);
  await whoIs(other, 1);
  await new EventRepository(owned.database).erase(event.id);
  await vi.advanceTimersByTimeAsync(10_000);
  await vi.waitFor(() => expect(cache.holds(event.id)).toBe(false));
  expect([cache.holds(other.id), cleared.mock.calls.length]).toEqual([true, 1]);
});

test('a guest who searches in the moment of erasing is nobody, and leaves nothing in memory', async () => {
  const event = await makeEvent();
  await event.arrive(1);
  const facts = await event.facts();
  const search = cache.search(facts, searched(1));
  cache.forget(event.id);
  await new EventRepository(owned.database).erase(event.id);
  const nobody = { matches: [], ambiguous: false };
  expect(await search).toEqual(nobody);
  expect(await cache.search(facts, searched(1))).toEqual(nobody);
  expect(cache.holds(event.id)).toBe(false);
});

test('an event whose faces could not be opened is opened by the next who searches', async () => {
  const event = await makeEvent();
  const [mine] = await event.arrive(1);
  const open = vi.spyOn(eventKeys, 'with').mockRejectedValueOnce(new Error('no key store'));
  await expect(whoIs(event, 1)).rejects.toThrow('no key store');
  open.mockRestore();
  expect(await whoIs(event, 1)).toEqual([{ faceIds: [mine] }]);
});

test('a face whose embedding is damaged keeps nobody from the others, and is embedded anew, once', async () => {
  const event = await makeEvent();
  const [mine = '', other = ''] = await event.arrive(1, 2);
  const [damaged = ''] = await event.arrive(1);
  const { prisma } = owned.database;
  const where = { id: damaged };
  const { photoId } = await prisma.face.update({ where, data: { embedding: randomBytes(60) } });
  const due = (): Promise<string[]> =>
    new PhotoRepository(owned.database).findPhotosToEmbed(EMBEDDER, 'e', 10);
  const told = () =>
    prisma.auditLine.findMany({ where: { eventId: event.id }, select: { action: true, detail: true } });
  expect(await whoIs(event, 1)).toEqual([{ faceIds: [mine] }]);
  expect(logged.join()).toContain(damaged);
  expect(await due()).toEqual([photoId]);
  expect(await prisma.photo.findUnique({ where: { id: photoId } })).toMatchObject({
    embeddedAt: expect.any(Date) as Date, // guests see it meanwhile
  });

  await group(event, [mine, damaged], [other]); // whose it is changes without its embedding
  expect(await whoIs(event, 1)).toEqual([{ faceIds: [mine] }]);
  cache = openCache();
  expect(await whoIs(event, 2)).toEqual([{ faceIds: [other] }]);
  expect(await told()).toEqual([{ action: 'face.found-damaged', detail: { faces: 1 } }]);

  await event.embed(photoId, [{ id: damaged, embedding: lookOf(1) }]);
  expect((await whoIs(event, 1)).map(({ faceIds }) => faceIds.toSorted())).toEqual([
    [mine, damaged].toSorted(),
  ]);
  expect(await due()).toEqual([]);
});

test('a face that was embedded anew since it was found damaged is not embedded once more', async () => {
  const event = await makeEvent();
  const [id = ''] = await event.arrive(1);
  const read = { id, embedding: new Uint8Array(randomBytes(60)) };
  await new FaceRepairRepository(owned.database).embedAnew(event.id, [read], new Date());
  const versions = await owned.database.prisma.photo.findMany({
    where: { eventId: event.id },
    select: { embedVersion: true },
  });
  expect(versions).toEqual([{ embedVersion: 'e' }]);
});

test('while a large event is opened, other requests are answered', async () => {
  const event = await makeEvent();
  for (let n = 0; n < 2; n++) await event.arrive(...sameLook(1_500));
  let turns = 0;
  let watching = true;
  const turn = (): void => {
    turns++;
    if (watching) setImmediate(turn);
  };
  setImmediate(turn);
  await whoIs(event, 1);
  watching = false;
  expect(turns).toBeGreaterThan(5);
});
