import { randomUUID } from 'node:crypto';
import type { ModelManifest } from '@visage/contracts/model.contract';
import { createDataKey } from '@visage/crypto/data.key';
import { sealEmbedding } from '@visage/crypto/embedding.box';
import { EventRepository } from '@visage/database/event/event.repository';
import { FaceChangeRepository } from '@visage/database/face/face-change.repository';
import { FaceRepairRepository } from '@visage/database/face/face-repair.repository';
import { FaceRepository } from '@visage/database/face/face.repository';
import { GuestRepository } from '@visage/database/guest/guest.repository';
import { KeptSelfieRepository } from '@visage/database/guest/kept-selfie.repository';
import { VisitorRepository } from '@visage/database/guest/visitor.repository';
import { PhotoRepository } from '@visage/database/photo/photo.repository';
import { ObjectionRepository } from '@visage/database/objection/objection.repository';
import { openOwnedDatabase, type OwnedDatabase } from '@visage/database/testing/owned.database';
import { peopleOfGuest } from '@visage/database/testing/matched.people';
import { digestsOf, FACE_COLUMNS, ready } from '@visage/database/testing/photo.columns';
import { FaceIndexCache } from '@visage/host/face/face.index.cache';
import { eventKeyOf } from '@visage/host/keys/event.key';
import { placesOf } from '@visage/host/keys/face.places';
import { keepLog } from '@visage/queues/testing/test.redis';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { handleRecognise, type RecogniseDependencies } from './recognise.handler.js';
import { BY_GUEST, consentOf } from '@visage/database/testing/consent.values';

const DIMENSIONS = 8;
const MODEL = 'made';
const manifest = {
  models: [{ name: MODEL, role: 'embedder', dimensions: DIMENSIONS, threshold: 0.5 }],
} as unknown as ModelManifest;
const key = createDataKey();

let opened: OwnedDatabase;
let selfies: KeptSelfieRepository;
let objections: ObjectionRepository;
let guests: GuestRepository;
let enqueued: unknown[];
let eventId: string;
let shareId: string;
let codeId: string;
let now: Date;

beforeAll(async () => {
  opened = await openOwnedDatabase();
  selfies = new KeptSelfieRepository(opened.database);
  guests = new GuestRepository(opened.database);
  objections = new ObjectionRepository(opened.database);
});
afterAll(() => opened.close());
beforeEach(async () => {
  const { prisma } = opened.database;
  enqueued = [];
  now = new Date();
  const data = { ownerId: opened.ownerId, name: 'E', embedder: MODEL };
  eventId = (await prisma.event.create({ data })).id;
  const share = await prisma.share.create({
    data: {
      ...{ eventId, name: 'S', scope: { kind: 'own-photos' }, rights: {}, presentation: {} },
      codes: { create: { label: 'C' } },
    },
    include: { codes: true },
  });
  [shareId, codeId] = [share.id, share.codes[0]?.id ?? ''];
});

const look = (who: number, more = 0): Float32Array =>
  Float32Array.from({ length: DIMENSIONS }, (_, i) =>
    i === who ? 1 : i === (who + 1) % DIMENSIONS ? more : 0,
  );

async function guest({ keepLooking = true } = {}): Promise<string> {
  const consent = consentOf({ keepLooking, at: now });
  const made = await guests.create({ id: codeId, shareId }, { consent });
  return made?.id ?? '';
}

/** As the gateway does after a search. */
async function keep(guestId: string, who: number): Promise<void> {
  const revision = await selfies.revisionOf(eventId);
  const id = randomUUID();
  const embedding = sealEmbedding(key, look(who), { faceId: id, model: MODEL });
  await selfies.keep({ eventId, guestId }, { id, embedding, model: MODEL }, revision, now);
}

/** @returns its faces */
async function arrive(...whom: number[]): Promise<string[]> {
  const { database } = opened;
  const { id: photoId } = await database.prisma.photo.create({
    data: { eventId, fileName: 'a.jpg', ...digestsOf(randomUUID()), bytes: 1n, ...ready },
  });
  const faces = new FaceRepository(database);
  const ids = whom.map(() => randomUUID());
  const { x, y, width, height, ...rest } = FACE_COLUMNS;
  await faces.replaceFaces({
    ...{ photoId, version: '1', places: placesOf(eventKeyOf([key])) },
    faces: ids.map((id) => ({ ...rest, id, box: [x, y, width, height] })),
  });
  await faces.saveEmbeddings(
    photoId,
    '1',
    { embedding: MODEL },
    ids.map((faceId, index) => ({
      faceId,
      embedding: sealEmbedding(key, look(whom[index] ?? 0, 0.1), { faceId, model: MODEL }),
    })),
  );
  return ids;
}

const dependencies = (): RecogniseDependencies => ({
  ...{ manifest, selfies, objections, kinds: async () => undefined },
  changes: new FaceChangeRepository(opened.database),
  indexes: newIndexes(),
  jobs: { enqueue: async (...job: unknown[]) => void enqueued.push(job) } as RecogniseDependencies['jobs'],
  keys: { open: async () => eventKeyOf([key]) },
  repairs: new FaceRepairRepository(opened.database),
  log: keepLog(),
  clock: { now: () => now },
});
function newIndexes(): FaceIndexCache {
  return new FaceIndexCache({
    changes: new FaceChangeRepository(opened.database),
    events: new EventRepository(opened.database),
    repairs: new FaceRepairRepository(opened.database),
    keys: { with: async (_, use) => use(eventKeyOf([key])) },
    ...{ log: keepLog(), clock: { now: () => now }, megabytes: 1 },
  });
}
const recognise = (): Promise<void> => handleRecognise({ eventId }, dependencies());

const found = async (guestId: string): Promise<string[]> => {
  const rows = await opened.database.prisma.matchedFace.findMany({ where: { guestId } });
  return rows.map(({ faceId }) => faceId).sort();
};

test('a guest is looked for by the kind of face: what all of a kind share finds nobody', async () => {
  const ann = await guest();
  await keep(ann, 1);
  const [face = ''] = await arrive(1);
  // all that makes this look is what its kind looks like
  const kinds = { means: look(1).map((value) => value * 0.99), sharpness: 20 };
  const other = { means: look(3).map((value) => value * 0.2), sharpness: 20 };
  await handleRecognise({ eventId }, { ...dependencies(), kinds: async () => kinds });
  expect(await found(ann)).toEqual([]);
  await arrive(5); // there is something to look at again
  await keep(ann, 1);
  await opened.database.prisma.event.update({ where: { id: eventId }, data: { recognisedRevision: 0 } });
  await handleRecognise({ eventId }, { ...dependencies(), kinds: async () => other });
  expect(await found(ann)).toEqual([face]);
});

test('a face whose embedding is damaged keeps nobody from being found in the others', async () => {
  const ann = await guest();
  await keep(ann, 1);
  const [damaged = ''] = await arrive(1);
  const [mine = ''] = await arrive(1);
  const { prisma } = opened.database;
  await prisma.face.update({ where: { id: damaged }, data: { embedding: Uint8Array.of(1, 2, 3) } });
  await recognise();
  expect(await found(ann)).toEqual([mine]);
  const due = await new PhotoRepository(opened.database).findPhotosToEmbed(MODEL, '1', 10);
  const { photoId } = await prisma.face.findUniqueOrThrow({ where: { id: damaged } });
  expect(due).toContain(photoId);
});

test('who came before the first photo gets theirs when they come, and no others', async () => {
  const [early, other] = [await guest(), await guest()];
  await keep(early, 1);
  await keep(other, 3);
  await recognise();
  const [mine = ''] = await arrive(1, 5);
  await arrive(6);
  await recognise();
  expect([await found(early), await found(other)]).toEqual([[mine], []]);
  const [visitor] = await new VisitorRepository(opened.database).find({ guestIds: [early] });
  expect(visitor?.guest?.found.photoIds).toHaveLength(1);
  const [again = ''] = await arrive(1);
  await recognise();
  expect(await found(early)).toEqual([mine, again].sort());
});

test('a face that belongs to somebody makes the guest that person, with all their photos', async () => {
  const [earlier = ''] = await arrive(2);
  const guestId = await guest();
  await keep(guestId, 2);
  const [later = ''] = await arrive(2);
  const { id: personId } = await opened.database.prisma.person.create({ data: { eventId } });
  await opened.database.prisma.face.updateMany({
    where: { id: { in: [earlier, later] } },
    data: { personId },
  });
  await recognise();
  expect(await peopleOfGuest(opened.database, guestId)).toEqual([personId]);
});

test('nobody is looked for who wants to be searched for once, is sent away, withdraws, or whose link is over', async () => {
  const { prisma } = opened.database;
  const once = await guest({ keepLooking: false });
  await keep(once, 1);
  expect(await prisma.keptSelfie.count({ where: { guestId: once } })).toBe(0);
  const [refused, withdrawn, here] = [await guest(), await guest(), await guest()];
  for (const one of [refused, withdrawn, here]) await keep(one, 1);
  await prisma.guest.update({ where: { id: refused }, data: { refusedAt: now } });
  await guests.withdrawConsent(withdrawn, BY_GUEST);
  expect(await prisma.keptSelfie.count({ where: { guestId: withdrawn } })).toBe(0);
  await arrive(1);
  await recognise();
  expect([await found(once), await found(refused), await found(withdrawn)]).toEqual([[], [], []]);
  expect(await found(here)).toHaveLength(1);
  await prisma.share.update({ where: { id: shareId }, data: { expiresAt: now } });
  await arrive(1);
  await recognise();
  expect(await found(here)).toHaveLength(1);
  expect(await selfies.sweep(now)).toBeGreaterThanOrEqual(2);
  expect(await prisma.keptSelfie.count({ where: { guest: { shareCodeId: codeId } } })).toBe(0);
});

test('who says "search once" later on is looked for no more', async () => {
  const guestId = await guest();
  await keep(guestId, 1);
  await guests.recordConsent(guestId, consentOf({ version: '2', at: now }));
  await arrive(1);
  await recognise();
  expect(await found(guestId)).toEqual([]);
});

test('a selfie that is kept while others are looked for is looked for, too', async () => {
  const early = await guest();
  await keep(early, 4);
  const revision = await selfies.revisionOf(eventId); // a search that sees no face
  const [mine = ''] = await arrive(1);
  await recognise();
  const late = await guest();
  const id = randomUUID();
  const embedding = sealEmbedding(key, look(1), { faceId: id, model: MODEL });
  await selfies.keep({ eventId, guestId: late }, { id, embedding, model: MODEL }, revision, now);
  expect(await selfies.findEventsToRecognise(100)).toContain(eventId);
  await recognise();
  expect(await found(late)).toEqual([mine]);
  expect(await selfies.findEventsToRecognise(100)).not.toContain(eventId);
});

test('a look that was overtaken is followed by another', async () => {
  await keep(await guest(), 1);
  await arrive(1);
  const slow = dependencies();
  await handleRecognise(
    { eventId },
    {
      ...slow,
      selfies: {
        findPlace: (id) => selfies.findPlace(id),
        findOfEvent: (...of) => selfies.findOfEvent(...of),
        recordFound: (...of) => selfies.recordFound(...of),
        advance: async (id, from, to) => {
          await opened.database.prisma.event.update({ where: { id }, data: { recognisedRevision: 1 } });
          return selfies.advance(id, from, to);
        },
      },
    },
  );
  expect(enqueued).toEqual([['recognise', { eventId }]]);
});

test('of many selfies of one guest, the newest are kept', async () => {
  const guestId = await guest();
  for (const who of [0, 1, 2, 3, 4]) {
    now = new Date(now.getTime() + 1_000);
    await keep(guestId, who);
  }
  await arrive(0);
  const [mine = ''] = await arrive(4);
  await recognise();
  expect(await found(guestId)).toEqual([mine]);
});

test('whoever objected, and let their face be kept for it, is found in photos that come later, until they take it back', async () => {
  const object = async (who: number): Promise<string> => {
    const id = randomUUID();
    const embedding = sealEmbedding(key, look(who), { faceId: id, model: MODEL });
    const draft = { id, eventId, wish: 'withheld' as const, faceIds: [], kept: { embedding, model: MODEL } };
    await objections.create(draft, { revision: await selfies.revisionOf(eventId) }, now);
    return id;
  };
  const objected = async (objectionId: string): Promise<string[]> => {
    const rows = await opened.database.prisma.objectedFace.findMany({ where: { objectionId } });
    return rows.map(({ faceId }) => faceId);
  };
  const ann = await object(1);
  const [face = ''] = await arrive(1);
  await arrive(5);
  expect(await selfies.findEventsToRecognise(10)).toContain(eventId);
  await recognise();
  expect(await objected(ann)).toEqual([face]);
  await objections.agree({ eventId, userId: opened.ownerId }, ann, {
    ...{ appearance: 'withheld', answer: null, at: now },
  });
  const [later = ''] = await arrive(1);
  await recognise();
  expect((await objected(ann)).sort()).toEqual([face, later].sort());
  expect(await selfies.findEventsToRecognise(10)).not.toContain(eventId);
  await objections.settle(ann, 'withdrawn', { at: now });
  await arrive(1);
  await recognise();
  expect(await objected(ann)).toEqual([]);
  const { embedding } = await opened.database.prisma.objection.findUniqueOrThrow({ where: { id: ann } });
  expect(embedding).toBeNull();
  const ben = await object(3);
  await objections.settle(ben, 'declined', { answer: 'no', at: now });
  await arrive(3);
  await recognise();
  expect(await objected(ben)).toEqual([]);
});
