import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type Database } from './database.client.js';
import { pingDatabase } from './database.health.js';
import { UserRepository } from './user.repository.js';
import type { DatabaseCopy } from './testing/database.server.js';
import { openTestDatabase } from './testing/test.database.js';

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

test('a database that is away is noticed', async () => {
  await pingDatabase(database);
  const away = createDatabase('postgresql://nobody:x@127.0.0.1:1/none');
  await expect(pingDatabase(away)).rejects.toThrow();
  await away.close();
});
