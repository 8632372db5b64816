/** What versions before left in clear is sealed, whoever dies at it and however many do it at once. */
import { randomUUID } from 'node:crypto';
import type { Box } from '@visage/contracts/geometry.contract';
import { createDataKey } from '@visage/crypto/data.key';
import { openFacePlace } from '@visage/crypto/face-place.box';
import { KeyRotatedError } from '@visage/database/event/event-key.repository';
import { FacePlaceRepository } from '@visage/database/face/face-place.repository';
import { fillEvent } from '@visage/database/testing/full.event';
import { openOwnedDatabase, type OwnedDatabase } from '@visage/database/testing/owned.database';
import { digestsOf } from '@visage/database/testing/photo.columns';
import { eventKeyOf } from '@visage/host/keys/event.key';
import { keepLog } from '@visage/queues/testing/test.redis';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sealPlaces, type PlaceSealing } from './place.sealing.js';

const FACES = 2_500;
/** As no row has it by chance. */
const DRAWN: Box = [611.25, 47.5, 83.125, 90.75];

let opened: OwnedDatabase;
let places: FacePlaceRepository;
let log: ReturnType<typeof keepLog>;
let eventId: string;
let drawnId: string;
const keys = new Map<string, Uint8Array>();
const eventKeys: PlaceSealing['keys'] = {
  with: async (id, use) => {
    const key = keys.get(id);
    if (!key) throw new Error(`the key of event ${id} is missing`);
    return use(eventKeyOf([key]));
  },
};
const seal = (own: Partial<PlaceSealing> = {}): Promise<void> =>
  sealPlaces({ places, keys: eventKeys, log, ...own });

beforeAll(async () => {
  opened = await openOwnedDatabase();
  places = new FacePlaceRepository(opened.database);
});
afterAll(() => opened.close());
beforeEach(async () => {
  log = keepLog();
  keys.clear();
  await opened.database.prisma.event.deleteMany();
  eventId = await makeEvent();
});

/** Of a version before: some faces, more than fit a transaction, and a box that a guest drew. */
async function makeEvent(count = FACES): Promise<string> {
  const { prisma } = opened.database;
  const id = randomUUID();
  keys.set(id, createDataKey());
  await prisma.event.create({ data: { id, ownerId: opened.ownerId, name: 'E', embedder: 'm' } });
  await fillEvent(opened.database, { eventId: id, userId: opened.ownerId });
  await prisma.face.deleteMany({ where: { eventId: id } });
  const photo = { eventId: id, fileName: 'a', ...digestsOf(randomUUID()), bytes: 1n };
  const { id: photoId } = await prisma.photo.create({ data: photo });
  await prisma.face.createMany({
    data: Array.from({ length: count }, (_, at) => ({
      ...{ eventId: id, photoId, score: 1, quality: 1 },
      ...{ x: at + 0.5, y: at, width: 10, height: 20.25 },
    })),
  });
  drawnId = randomUUID();
  const detail = { personId: null, name: 'Ann', faceId: drawnId, box: DRAWN };
  await prisma.personEdit.updateMany({ where: { eventId: id, kind: 'mine' }, data: { detail } });
  return id;
}

/** Where each of the faces and the drawn box is, by the event's key; none is left in clear. */
async function expectSealed(id: string, count = FACES): Promise<void> {
  const { prisma } = opened.database;
  const key = keys.get(id) ?? new Uint8Array();
  const faces = await prisma.face.findMany({ where: { eventId: id } });
  expect(faces).toHaveLength(count);
  expect(faces.filter(({ x, y, width, height }) => (x ?? y ?? width ?? height) !== null)).toEqual([]);
  const boxes = faces.map((face) => openFacePlace(key, face.place ?? new Uint8Array(), face.id));
  expect(boxes.toSorted(([a], [b]) => a - b)).toEqual(
    Array.from({ length: count }, (_, at) => [at + 0.5, at, 10, 20.25]),
  );
  const { detail, place } = await prisma.personEdit.findFirstOrThrow({
    where: { eventId: id, kind: 'mine' },
  });
  expect(detail).toEqual({ personId: null, name: 'Ann', faceId: drawnId });
  expect(openFacePlace(key, place ?? new Uint8Array(), drawnId)).toEqual(DRAWN);
}

test('every place is sealed at the start, once, and no row holds it in clear any more', async () => {
  await seal();
  await expectSealed(eventId);
  expect(log.lines.map((line) => JSON.parse(line) as object)).toMatchObject([{ sealed: FACES + 1 }]);
  const before = await opened.database.prisma.face.findMany({ where: { eventId }, orderBy: { id: 'asc' } });
  await seal();
  expect(await opened.database.prisma.face.findMany({ where: { eventId }, orderBy: { id: 'asc' } })).toEqual(
    before,
  );
  expect(log.lines).toHaveLength(1);
});

test('a start that dies is gone on with by the next, and two at once do no harm', async () => {
  let left = 1;
  const dying: PlaceSealing['places'] = {
    findEvents: () => places.findEvents(),
    findPlain: (...asked) => places.findPlain(...asked),
    seal: async (...sealed) => {
      if (left === 0) throw new Error('killed');
      left -= 1;
      return places.seal(...sealed);
    },
  };
  await seal({ places: dying });
  const { prisma } = opened.database;
  expect(await prisma.face.count({ where: { eventId, place: null } })).toBe(FACES - 1_000);
  await Promise.all([seal(), seal()]);
  await expectSealed(eventId);
});

test('an event whose key is missing holds up no other: it stays as it is, and the log names it', async () => {
  const lost = await makeEvent(2);
  keys.delete(lost);
  eventId = await makeEvent(2);
  await seal();
  await expectSealed(eventId, 2);
  const { prisma } = opened.database;
  expect(await prisma.face.count({ where: { eventId: lost, place: null } })).toBe(2);
  const told = log.lines.map((line) => JSON.parse(line) as object);
  expect(told).toContainEqual(expect.objectContaining({ eventId: lost }));
});

test('nothing is sealed with a key that the event has no more', async () => {
  const [plain] = await places.findPlain(eventId, 1);
  if (!plain) throw new Error('there is no place in clear');
  await opened.database.prisma.event.update({ where: { id: eventId }, data: { keyRevision: 1 } });
  const place = new Uint8Array(61);
  await expect(places.seal(eventId, [{ ...plain, place }], 0)).rejects.toThrow(KeyRotatedError);
  expect(await places.findPlain(eventId, 10 * FACES)).toHaveLength(FACES + 1);
});
