import { digestsOf } from '../testing/photo.columns.js';
import type { UserRole } from '@visage/contracts/session.contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase, type Database, pingDatabase } from '../client/database.client.js';
import { LastAdminError, OwnsEventsError, UserRepository } from './user.repository.js';
import type { DatabaseCopy } from '../testing/database.server.js';
import { holdTransaction } from '../testing/held.transaction.js';
import { openTestDatabase } from '../testing/test.database.js';

let copy: DatabaseCopy;
let database: Database;
let users: UserRepository;

beforeAll(async () => {
  copy = await openTestDatabase();
  database = createDatabase(copy.url);
  users = new UserRepository(database);
});
afterAll(async () => {
  await database.close();
  await copy.drop();
});

test('people sign in however they spell the case of their address', async () => {
  const { id } = await users.create({
    email: ' Anna@Example.org',
    name: 'Anna',
    role: 'organizer',
    passwordHash: 'h',
  });
  expect((await users.findByEmail('ANNA@example.ORG '))?.id).toBe(id);
  expect((await users.find(id))?.email).toBe('anna@example.org');
  await expect(
    users.create({ email: 'anna@EXAMPLE.org', name: 'B', role: 'admin', passwordHash: 'h' }),
  ).rejects.toThrow();
});

test('a new password ends the sessions, a new hash of the same one does not', async () => {
  const { id, sessionsFrom } = await users.create({
    email: 'b@example.org',
    name: 'B',
    role: 'organizer',
    passwordHash: 'old',
  });
  await users.replaceHash(id, 'costlier');
  expect((await users.find(id))?.sessionsFrom).toEqual(sessionsFrom);
  const at = new Date(sessionsFrom.getTime() + 5000);
  await users.setPassword(id, 'new', at);
  expect(await users.find(id)).toMatchObject({ passwordHash: 'new', sessionsFrom: at });
});

test('nobody who still owns an event can be removed', async () => {
  const { id } = await users.create({
    email: 'c@example.org',
    name: 'C',
    role: 'organizer',
    passwordHash: 'h',
  });
  const event = await database.prisma.event.create({ data: { ownerId: id, name: 'E', embedder: 'm' } });
  expect(await users.countEvents(id)).toBe(1);
  await expect(users.remove(id)).rejects.toThrow();
  await database.prisma.event.delete({ where: { id: event.id } });
  await users.remove(id);
  expect(await users.find(id)).toBeNull();
  expect((await users.list()).map((user) => user.email)).not.toContain('c@example.org');
});

const makeUser = async (name: string, role: UserRole = 'organizer'): Promise<string> =>
  (await users.create({ email: `${name}@example.org`, name, role, passwordHash: 'h' })).id;
const makeEvent = async (ownerId: string, ...photos: number[]): Promise<string> => {
  const { id } = await database.prisma.event.create({ data: { ownerId, name: 'E', embedder: 'm' } });
  for (const bytes of photos)
    await database.prisma.photo.create({
      data: { eventId: id, fileName: 'a', ...digestsOf(`${bytes}`), bytes },
    });
  return id;
};

test('what a user has is that of their own living events, each photo counted once', async () => {
  const [one, other, idle] = [await makeUser('d'), await makeUser('e'), await makeUser('f')];
  await makeEvent(one, 1_000, 20_000);
  await makeEvent(one, 300_000);
  await makeEvent(other, 4_000_000_000);
  await database.prisma.event.update({
    where: { id: await makeEvent(one, 7) },
    data: { erasedAt: new Date() },
  });
  expect(await users.usage(one)).toEqual({ usedBytes: 321_000, events: 2 });
  expect(await users.usage(idle)).toEqual({ usedBytes: 0, events: 0 });
  await makeEvent(idle);
  const uses = await users.usages([other, idle]);
  expect(Object.fromEntries(uses)).toEqual({
    [other]: { usedBytes: 4_000_000_000, events: 1 },
    [idle]: { usedBytes: 0, events: 1 },
  });
  expect([await users.countEvents(one), await users.countEvents(other)]).toEqual([2, 1]);
  expect(await users.usages([])).toEqual(new Map());
});

test('whoever has living events does not only help, and stays while there are events, erased or not', async () => {
  const id = await makeUser('g');
  const eventId = await makeEvent(id);
  await expect(users.change(id, { role: 'collaborator' })).rejects.toThrow(OwnsEventsError);
  await database.prisma.event.update({ where: { id: eventId }, data: { erasedAt: new Date() } });
  await expect(users.remove(id)).rejects.toThrow(OwnsEventsError);
  expect((await users.change(id, { role: 'collaborator' }))?.role).toBe('collaborator');
});

describe('the last administrators', () => {
  let admins: [string, string];

  beforeEach(async () => {
    await database.prisma.user.updateMany({ where: { role: 'admin' }, data: { role: 'organizer' } });
    await database.prisma.user.deleteMany({ where: { email: { startsWith: 'admin' } } });
    admins = [await makeUser('admin-1', 'admin'), await makeUser('admin-2', 'admin')];
  });

  const deeds = {
    'are made organizers': (id: string) => users.change(id, { role: 'organizer' }),
    'are disabled': (id: string) => users.change(id, { disabledAt: new Date() }),
    'are removed': (id: string) => users.remove(id),
  };

  test.each(Object.entries(deeds))('who %s at one moment by each other do not both go', async (_, deed) => {
    const held = await holdTransaction(copy.url, `select 1 from "User" where role = 'admin' for update`);
    try {
      const [one, other] = [deed(admins[0]), deed(admins[1])];
      await held.untilAwaited(2, one, other);
      await held.commit();
      const ends = await Promise.allSettled([one, other]);
      expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      for (const end of ends)
        if (end.status === 'rejected') expect(end.reason).toBeInstanceOf(LastAdminError);
    } finally {
      await held.end();
    }
    expect(
      (await users.list()).filter((user) => user.role === 'admin' && user.disabledAt === null),
    ).toHaveLength(1);
  });

  test('may change everything else of theirs, and others may go', async () => {
    await users.change(admins[0], { role: 'organizer' }); // the other is left
    await users.change(admins[0], { role: 'admin' });
    await users.change(admins[1], { disabledAt: new Date() });
    await expect(users.change(admins[0], { disabledAt: new Date() })).rejects.toThrow(LastAdminError);
    await expect(users.remove(admins[0])).rejects.toThrow(LastAdminError);
    expect(await users.change(admins[0], { name: 'Zoe', role: 'admin', disabledAt: null })).toMatchObject({
      name: 'Zoe',
      role: 'admin',
    });
    await users.remove(admins[1]); // was disabled
    expect(await users.find(admins[1])).toBeNull();
  });
});

test('a database that is away is noticed', async () => {
  await pingDatabase(database);
  const away = createDatabase('postgresql://nobody:x@127.0.0.1:1/none');
  await expect(pingDatabase(away)).rejects.toThrow();
  await away.close();
});
