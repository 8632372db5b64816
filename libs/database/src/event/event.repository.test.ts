import { digestsOf } from '../testing/photo.columns.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../client/database.client.js';
import { EventListing } from './event.listing.js';
import { EventRepository } from './event.repository.js';
import { rowsOfEvent } from '../testing/event.rows.js';
import { fillEvent } from '../testing/full.event.js';
import { openOwnedDatabase, type OwnedDatabase } from '../testing/owned.database.js';

const FAILED = { failedAt: new Date(), errorCode: 'internal', errorReason: 'r' };
let opened: OwnedDatabase;
let database: Database;
let events: EventRepository;
let userId: string;

beforeAll(async () => {
  opened = await openOwnedDatabase();
  ({ database, ownerId: userId } = opened);
  events = new EventRepository(database);
});
afterAll(() => opened.close());

async function makeEvent(): Promise<string> {
  const data = {
    ownerId: userId,
    name: 'Gala',
    date: new Date('2026-06-20'),
    embedder: 'm',
  };
  const { id } = await database.prisma.event.create({ data });
  await fillEvent(database, { eventId: id, userId });
  return id;
}

const invite = (email: string, invitedTo: string | null) =>
  database.prisma.user.create({
    data: { email, name: email, role: 'collaborator', passwordHash: 'none', invitedTo },
  });

test('an erased event leaves nothing in any table but the proof that it was, and every other event is whole', async () => {
  const [erased, other] = [await makeEvent(), await makeEvent()];
  const full = await rowsOfEvent(database, erased);
  expect(
    Object.keys(full).filter((table) => full[table]?.length === 0),
    'the event to erase has rows in every table',
  ).toEqual([]);
  await invite('invited-here@b.c', erased);
  await invite('invited-there@b.c', other);
  await invite('invited-nowhere@b.c', null);
  const before = await rowsOfEvent(database, other);

  expect(await events.erase(erased)).toBe(true);
  const after = await rowsOfEvent(database, erased);
  // the lines of the log go by a sweep of their own, and say no more than that something was done; the register of consents stays
  expect(
    Object.keys(after)
      .filter((table) => (after[table]?.length ?? 0) > 0)
      .sort(),
  ).toEqual(['AuditLine', 'ConsentEntry', 'Event']);
  expect(full['AuditLine']).not.toEqual([]);
  expect(after['AuditLine']).toEqual(full['AuditLine']?.map((line) => ({ ...(line as object), detail: {} })));
  const [proof] = await database.prisma.event.findMany({ where: { id: erased } });
  expect(proof).toMatchObject({ name: '', date: null, wrappedKey: null, erasedAt: expect.any(Date) as Date });
  expect(await rowsOfEvent(database, other)).toEqual(before);
  const invited = await database.prisma.user.findMany({
    where: { email: { startsWith: 'invited-' } },
    orderBy: { email: 'asc' },
  });
  expect(invited.map(({ email }) => email)).toEqual(['invited-nowhere@b.c', 'invited-there@b.c']);

  expect(await events.erase(erased), 'once').toBe(false);
  expect(
    await database.prisma.event.findUniqueOrThrow({ where: { id: erased } }),
    'when it was erased stays',
  ).toEqual(proof);
});

test('an event that is erased is found by nothing any more, and takes no colour', async () => {
  const [erased, other] = [await makeEvent(), await makeEvent()];
  for (const id of [erased, other])
    await database.prisma.event.update({ where: { id }, data: { facesRevision: 5, embedder: id } });
  expect(await events.findEventsToGroup(1000)).toEqual(expect.arrayContaining([erased, other]));
  await events.erase(erased);
  expect([
    await events.find(erased),
    await events.findGrouping(erased),
    await new EventListing(database).progress(erased),
  ]).toEqual([null, null, null]);
  expect(await events.findLiving([erased])).toEqual([]);
  expect(await events.findEventsToGroup(1000)).not.toContain(erased);
  expect(await events.findEmbedders()).not.toContain(erased);
  expect(await events.findIdsByEmbedder(erased)).toEqual([]);
  await events.setAccent(erased, '#336699');
  expect((await database.prisma.event.findUniqueOrThrow({ where: { id: erased } })).accent).toBeNull();

  expect(await events.find(other)).toMatchObject({ id: other, name: 'Gala', date: '2026-06-20' });
  expect(await events.findGrouping(other)).toEqual({ embedder: other, facesRevision: 5, groupedRevision: 0 });
  expect(await events.findLiving([other, erased])).toEqual([other]);
  expect(await events.findEventsToGroup(1000)).toContain(other);
  expect(await events.findEmbedders()).toContain(other);
  expect(await events.findIdsByEmbedder(other)).toEqual([other]);
  await events.setAccent(other, '#336699');
  expect((await database.prisma.event.findUniqueOrThrow({ where: { id: other } })).accent).toBe('#336699');
});

test('how far an event is counts its own photos, people and faces, no photo in the trash, and nobody in one that waits', async () => {
  const id = await makeEvent();
  await makeEvent();
  await database.prisma.event.update({ where: { id }, data: { facesRevision: 3, groupedRevision: 3 } });
  const counted = { photos: 3, done: 3, failed: 0, pending: 0, faces: 2, people: 1, grouping: false };
  expect(await new EventListing(database).progress(id)).toEqual(counted);
  const { prisma } = database;
  const photo = (n: number, more: object) =>
    prisma.photo.create({
      data: { eventId: id, fileName: 'a.jpg', ...digestsOf(`${n} of ${id}`), bytes: 1n, ...more },
    });
  await photo(1, {});
  await photo(2, { ...FAILED });
  await photo(3, { ...FAILED, deletedAt: new Date() });
  await photo(4, { deletedAt: new Date() });
  await prisma.event.update({ where: { id }, data: { facesRevision: 4 } });
  expect(await new EventListing(database).progress(id)).toEqual({
    ...counted,
    photos: 5,
    failed: 1,
    pending: 1,
    grouping: true,
  });
  await prisma.event.update({ where: { id }, data: { groupedRevision: 4 } });
  expect(await events.findEventsToGroup(1000)).not.toContain(id);
});
