/** When what is kept of events ends, and that its organizer hears of it in time, once. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Database } from '../client/database.client.js';
import { EventRepository } from '../event/event.repository.js';
import { openOwnedDatabase, type OwnedDatabase } from '../testing/owned.database.js';
import { digestsOf } from '../testing/photo.columns.js';
import { RetentionRepository } from './retention.repository.js';

let opened: OwnedDatabase;
let database: Database;
let retention: RetentionRepository;

beforeAll(async () => {
  opened = await openOwnedDatabase();
  ({ database } = opened);
  retention = new RetentionRepository(database);
});
afterAll(() => opened.close());
beforeEach(async () => {
  await database.prisma.event.deleteMany();
  await database.prisma.auditLine.deleteMany();
});

interface Kept {
  date?: string | null;
  /** When it was made. */
  keptFrom?: string;
  zone?: string;
  facesDays?: number;
  photosDays?: number | null;
}

async function keep({
  zone = 'UTC',
  keptFrom = '2026-06-01T12:00:00Z',
  ...kept
}: Kept = {}): Promise<string> {
  const id = randomUUID();
  await new EventRepository(database).create({
    ...{ id, ownerId: opened.ownerId, name: 'Gala', embedder: 'm', guessedZone: zone },
    ...{ date: '2026-06-20', facesDays: 30, keptFrom: new Date(keptFrom), ...kept },
  });
  return id;
}
const at = (moment: string): Date => new Date(moment);
const arrive = (eventId: string, createdAt: string): Promise<unknown> =>
  database.prisma.photo.create({
    data: { eventId, fileName: 'a.jpg', bytes: 1n, ...digestsOf(randomUUID()), createdAt: at(createdAt) },
  });
const facesLastDay = async (eventId: string, now = '2026-06-10T12:00:00Z'): Promise<string | undefined> =>
  (await retention.find(eventId, at(now)))?.facesLastDay;
const over = async (now: string): Promise<string[]> =>
  (await retention.findOver(at(now))).map(({ what }) => what);
const told = async (eventId: string, now: string): Promise<string[]> =>
  ((await retention.find(eventId, at(now)))?.notices ?? []).map(({ what, lastDay }) => `${what} ${lastDay}`);

test('days count from the day of the event', async () => {
  expect(await facesLastDay(await keep())).toBe('2026-07-20');
});

test('an event that was made after its day is kept as long from then on', async () => {
  expect(await facesLastDay(await keep({ date: '2019-06-20' }))).toBe('2026-07-01');
});

test('without a day it counts from its newest photo, in the zone of the event, and before there are any from when it was made', async () => {
  const eventId = await keep({ date: null, zone: '+09:00' });
  expect(await facesLastDay(eventId)).toBe('2026-07-01');
  await arrive(eventId, '2026-06-05T14:59:59Z');
  expect(await facesLastDay(eventId)).toBe('2026-07-05');
  await arrive(eventId, '2026-06-05T15:00:00Z');
  expect(await facesLastDay(eventId)).toBe('2026-07-06');
  await arrive(eventId, '2026-06-02T00:00:00Z');
  expect(await facesLastDay(eventId), 'of two photos the newer counts').toBe('2026-07-06');
});

test.each([
  ['UTC', '2026-07-20T23:59:59Z', '2026-07-21T00:00:00Z'],
  ['Asia/Tokyo', '2026-07-20T14:59:59Z', '2026-07-20T15:00:00Z'],
  ['-08:00', '2026-07-21T07:59:59Z', '2026-07-21T08:00:00Z'],
])('the last day is over at midnight there: %s', async (zone, before, after) => {
  const eventId = await keep({ zone });
  await retention.warn(at('2026-07-17T12:00:00Z'));
  expect(await over(before)).toEqual([]);
  expect(await over(after)).toEqual(['faces']);
  await database.prisma.event.update({ where: { id: eventId }, data: { facesEndedAt: at(after) } });
  expect(await over(after), 'once').toEqual([]);
});

test('an event whose photos have an end ends with them, and its faces at the latest then', async () => {
  const eventId = await keep({ photosDays: 10 });
  expect(await retention.find(eventId, at('2026-06-10T12:00:00Z'))).toMatchObject({
    facesLastDay: '2026-06-30',
    photosLastDay: '2026-06-30',
  });
  await retention.warn(at('2026-06-27T12:00:00Z'));
  expect(await told(eventId, '2026-06-27T12:00:00Z')).toEqual(['photos 2026-06-30']);
  expect(await over('2026-07-01T00:00:00Z')).toEqual(['photos']);
  expect((await retention.find(await keep(), at('2026-06-10T12:00:00Z')))?.photosLastDay).toBeNull();
});

test('the last day of faces that have ended stays, whatever comes later', async () => {
  const eventId = await keep({ date: null });
  await database.prisma.event.update({
    where: { id: eventId },
    data: { facesEndedAt: at('2026-07-02T00:30:00Z') },
  });
  await arrive(eventId, '2026-08-05T12:00:00Z');
  expect(await facesLastDay(eventId, '2026-08-06T12:00:00Z')).toBe('2026-07-01');
});

test('an end is told fourteen and three days before, each once, until it was read, and in the audit log', async () => {
  const eventId = await keep();
  const warned: number[] = [];
  for (const now of ['05T23:59:59Z', '06T00:00:00Z', '06T01:00:00Z', '16T23:59:59Z'])
    warned.push(await retention.warn(at(`2026-07-${now}`)));
  expect(warned).toEqual([0, 1, 0, 0]);
  expect(await told(eventId, '2026-07-16T12:00:00Z')).toEqual(['faces 2026-07-20']);
  await retention.markRead(eventId, at('2026-07-16T12:00:00Z'));
  expect(await told(eventId, '2026-07-16T12:00:00Z')).toEqual([]);
  expect([
    await retention.warn(at('2026-07-17T00:00:00Z')),
    await retention.warn(at('2026-07-17T01:00:00Z')),
  ]).toEqual([1, 0]);
  expect(await told(eventId, '2026-07-17T12:00:00Z')).toEqual(['faces 2026-07-20']);
  const lines = await database.prisma.auditLine.findMany({ where: { eventId } });
  expect(lines.map(({ action, detail }) => ({ action, detail }))).toEqual(
    Array(2).fill({ action: 'event.end-announced', detail: { what: 'faces', lastDay: '2026-07-20' } }),
  );
});

test('gateways that tell at one moment tell it once', async () => {
  await keep();
  const now = at('2026-07-06T12:00:00Z');
  const told = await Promise.all([retention.warn(now), retention.warn(now), retention.warn(now)]);
  expect(told.reduce((sum, count) => sum + count)).toBe(1);
});

test('what was told of an end that has moved is told no more, and the new end is told anew', async () => {
  const eventId = await keep();
  await retention.warn(at('2026-07-17T12:00:00Z'));
  expect(await retention.change(eventId, { facesDays: 60, photosDays: null }, true)).toEqual({
    facesDays: 30,
    photosDays: null,
  });
  expect(await told(eventId, '2026-07-17T13:00:00Z')).toEqual([]);
  expect(await over('2026-07-21T12:00:00Z')).toEqual([]);
  expect(await retention.warn(at('2026-08-05T00:00:00Z'))).toBe(1);
  expect(await told(eventId, '2026-08-05T13:00:00Z')).toEqual(['faces 2026-08-19']);
});

test('faces are kept longer for a reason alone, and shorter without one', async () => {
  const eventId = await keep();
  expect(await retention.change(eventId, { facesDays: 31, photosDays: null }, false)).toBe('needs-reason');
  expect(await facesLastDay(eventId)).toBe('2026-07-20');
  await retention.change(eventId, { facesDays: 29, photosDays: 400 }, false);
  expect(await facesLastDay(eventId)).toBe('2026-07-19');
});

test('nothing ends within three days after it was told, however long the server was switched off or whatever was chosen', async () => {
  const eventId = await keep();
  const back = '2026-09-01T12:00:00Z';
  expect(await over(back), 'nobody was told').toEqual([]);
  expect(await retention.warn(at(back))).toBe(1);
  expect(await told(eventId, back)).toEqual(['faces 2026-09-04']);
  expect(await over('2026-09-04T23:59:59Z')).toEqual([]);
  expect(await over('2026-09-05T00:00:00Z')).toEqual(['faces']);

  // told of this end, prolonged, and switched off again until after the new one
  await retention.change(eventId, { facesDays: 120, photosDays: null }, true);
  expect(await facesLastDay(eventId, '2026-09-05T12:00:00Z')).toBe('2026-10-18');
  expect(await over('2026-12-01T12:00:00Z')).toEqual([]);
  await retention.warn(at('2026-12-01T12:00:00Z'));
  expect(await over('2026-12-05T00:00:00Z')).toEqual(['faces']);

  const hasty = await keep({ facesDays: 1, date: '2026-12-05', keptFrom: '2026-12-06T12:00:00Z' });
  expect(await facesLastDay(hasty, '2026-12-06T12:00:00Z')).toBe('2026-12-09');
});

test('an erased event neither ends nor is anybody told of it', async () => {
  const eventId = await keep();
  await retention.warn(at('2026-07-17T12:00:00Z'));
  await new EventRepository(database).erase(eventId);
  expect([await retention.warn(at('2026-07-18T12:00:00Z')), await over('2026-08-21T12:00:00Z')]).toEqual([
    0,
    [],
  ]);
  expect(await retention.find(eventId, at('2026-07-18T12:00:00Z'))).toBeNull();
});
