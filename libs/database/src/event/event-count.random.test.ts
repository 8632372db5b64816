import type { Box } from '@visage/contracts/geometry.contract';
import { LEGIBLE_PLACES } from '../testing/face.places.js';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Database } from '../client/database.client.js';
import { FaceRepository } from '../face/face.repository.js';
import { PersonEditError, PersonEditRepository } from '../person/person-edit.repository.js';
import { PersonRepository } from '../person/person.repository.js';
import { PhotoApprovalRepository } from '../photo/photo-approval.repository.js';
import { PhotoRepository } from '../photo/photo.repository.js';
import { openOwnedDatabase, type OwnedDatabase } from '../testing/owned.database.js';
import { digestsOf, ingested } from '../testing/photo.columns.js';
import { TrashRepository } from '../trash/trash.repository.js';
import { EventCountRepository } from './event-count.repository.js';
import { EventRepository } from './event.repository.js';

const DEEDS = [
  ...['upload', 'upload', 'ingest', 'detect', 'detect', 'embed', 'fail', 'retry', 'approve', 'hold'],
  ...['group', 'group', 'merge', 'part', 'undo', 'trash', 'restore', 'erase', 'fold', 'lose'],
] as const;

/** A recount after every step takes its time. */
const RUNS = 12;

/** `which` picks the photo or person it is done to, `how` what is found or grouped. */
interface Deed {
  name: (typeof DEEDS)[number];
  which: number;
  how: number;
}

const deeds = fc.record({
  name: fc.constantFrom(...DEEDS),
  which: fc.nat({ max: 1000 }),
  how: fc.nat({ max: 1000 }),
});

/** What the house does at one moment: a row that is lost takes no locks in its order. */
const deedsAtOnce = deeds.filter(({ name }) => name !== 'lose');

let opened: OwnedDatabase;
let database: Database;
let counts: EventCountRepository;
let eventId: string;

beforeAll(async () => {
  opened = await openOwnedDatabase();
  ({ database } = opened);
  counts = new EventCountRepository(database);
});
beforeEach(startEvent);
afterAll(() => opened.close());

async function startEvent(): Promise<void> {
  await database.prisma.event.deleteMany({ where: { id: eventId } });
  eventId = (
    await database.prisma.event.create({ data: { ownerId: opened.ownerId, name: 'E', embedder: 'm' } })
  ).id;
}

function nth<T>(list: readonly T[], which: number): T | undefined {
  return list[which % Math.max(1, list.length)];
}

/** Two bits of `how` a face: nobody, or one of three people. */
async function group(how: number): Promise<void> {
  const { prisma } = database;
  const people = new PersonRepository(database);
  const { facesRevision: revision } = await prisma.event.findUniqueOrThrow({ where: { id: eventId } });
  const faces = await prisma.face.findMany({
    where: { eventId },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  const known = (await people.findStandings(eventId)).map(({ id }) => id);
  const groups = new Map<number, string[]>();
  faces.forEach(({ id }, face) => {
    const owner = (how >> (2 * (face % 5))) % 4;
    groups.set(owner, [...(groups.get(owner) ?? []), id]);
  });
  await people.writePeople({
    ...{ eventId, revision, unassignedFaceIds: groups.get(0) ?? [] },
    people: [1, 2, 3].flatMap((owner) => {
      const faceIds = groups.get(owner) ?? [];
      const [coverFaceId] = faceIds;
      if (coverFaceId === undefined) return [];
      return [{ id: known[owner - 1] ?? randomUUID(), coverFaceId, faceIds }];
    }),
  });
}

async function detect(photoId: string, how: number): Promise<void> {
  const faces = Array.from({ length: how % 4 }, (_, place) => ({
    // the same place again, so that a face found anew keeps its person
    ...{ id: randomUUID(), box: [place * 100, 0, 50, 50] as Box, score: 1, quality: 1 },
  }));
  await new FaceRepository(database).replaceFaces({ photoId, version: 'd', faces, places: LEGIBLE_PLACES });
}

async function carryOut({ name, which, how }: Deed): Promise<void> {
  const { prisma } = database;
  const [photos, bin] = [new PhotoRepository(database), new TrashRepository(database)];
  const [approvals, faces] = [new PhotoApprovalRepository(database), new FaceRepository(database)];
  const edits = new PersonEditRepository(database);
  const by = { eventId, userId: opened.ownerId };
  const all = await prisma.photo.findMany({ where: { eventId }, orderBy: { id: 'asc' } });
  const photo = nth(all, which);
  const several = all.filter((_, place) => (how >> (place % 8)) % 2 === 1).map(({ id }) => id);
  const people = await prisma.person.findMany({
    where: { eventId },
    include: { faces: true },
    orderBy: { id: 'asc' },
  });
  const person = nth(people, which);
  if (name === 'upload')
    await photos.create({
      ...{
        eventId,
        fileName: 'a.jpg',
        ...digestsOf(`${eventId} ${how % 6}`),
        crc32: 1,
        bytes: 100 + (how % 6),
      },
    });
  else if (name === 'fold') await counts.fold([eventId]);
  else if (name === 'group') await group(how);
  else if (name === 'hold') await approvals.holdNew(eventId, how % 2 === 0);
  else if (name === 'approve') await approvals.approve(eventId, several);
  else if (name === 'trash') await bin.putPhotos(eventId, several, new Date());
  else if (name === 'restore') await bin.restorePhotos(eventId, several);
  else if (name === 'undo') await edits.undo(eventId);
  else if (name === 'merge') {
    const others = people.filter(({ id }) => id !== person?.id).map(({ id }) => id);
    if (person && others.length > 0) await edits.merge(by, person.id, others.slice(0, 1 + (how % 2)));
  } else if (name === 'part') {
    const leaving = person?.faces.slice(1, 2 + (how % 2)).map(({ id }) => id) ?? [];
    if (person && leaving.length > 0) await edits.split(by, person.id, leaving);
  } else if (name === 'erase') {
    for (const { id } of await bin.leavePhotos(eventId, several)) await photos.remove(id);
  } else if (photo) {
    if (name === 'ingest')
      await prisma.photo.updateMany({ where: { id: photo.id }, data: ingested(new Date()) });
    else if (name === 'detect') await detect(photo.id, how);
    else if (name === 'fail') await photos.markFailed(photo.id, { code: 'internal', reason: 'Broken.' });
    else if (name === 'retry') await photos.retryFailed(photo.id);
    else if (name === 'lose') {
      // what no part of the house does: a photo goes from where it is shown; it is locked first, as by everybody
      if (how % 4 === 0)
        await prisma.$transaction([
          prisma.$queryRaw`select 1 from "Photo" where id = ${photo.id}::uuid for update`,
          prisma.photo.deleteMany({ where: { id: photo.id } }),
        ]);
    } else {
      const ids = await faces.findFaceIds(photo.id);
      const embeddings = ids.map((faceId) => ({ faceId, embedding: Uint8Array.of(1) }));
      await faces.saveEmbeddings(photo.id, 'e', { embedding: 'm' }, embeddings);
    }
  }
}

/** What somebody corrects may be gone at that moment. */
function passOver(error: unknown): void {
  if (!(error instanceof PersonEditError)) throw error;
}

const expectEqualToRecount = async (): Promise<void> => expect(await counts.recount()).toEqual([]);

test(
  'the counts of an event are what a recount says, after everything that happens to its photos',
  { timeout: 300_000 },
  async () => {
    const sequence = fc.asyncProperty(
      fc.array(deeds, { minLength: 8, maxLength: 30, size: 'max' }),
      async (steps) => {
        await startEvent();
        for (const step of steps) {
          await carryOut(step);
          await expectEqualToRecount();
        }
        await new EventRepository(database).erase(eventId);
        await expectEqualToRecount();
        expect(
          await database.prisma.eventCount.count({ where: { eventId } }),
          'nothing stays of an erased event',
        ).toBe(0);
      },
    );
    await fc.assert(sequence, { numRuns: RUNS, seed: 20260620, endOnFailure: true });
  },
);

test('and so they are where two write at one moment', { timeout: 300_000 }, async () => {
  const sequence = fc.asyncProperty(
    fc.array(fc.tuple(deedsAtOnce, deedsAtOnce, deedsAtOnce), { minLength: 8, maxLength: 30, size: 'max' }),
    async (steps) => {
      await startEvent();
      for (const together of steps) {
        await Promise.all(together.map((step) => carryOut(step).catch(passOver)));
        await expectEqualToRecount();
      }
    },
  );
  await fc.assert(sequence, { numRuns: RUNS, seed: 20260620, endOnFailure: true });
});

test('an event at which nobody looks keeps few rows of counts, and the same sums', async () => {
  const { prisma } = database;
  const columns = { eventId, fileName: 'a', bytes: 2n };
  for (let photo = 0; photo < 101; photo += 1)
    await prisma.photo.create({ data: { ...columns, ...digestsOf(`${eventId} kept ${photo}`) } });
  expect(await prisma.eventCount.count({ where: { eventId } })).toBe(101);
  await counts.foldAll();
  expect(await prisma.eventCount.findMany({ where: { eventId } })).toMatchObject([
    { photos: 101, bytes: 202n },
  ]);
  await expectEqualToRecount();
});
