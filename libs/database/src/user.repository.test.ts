import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@visage/embedded/embedded.postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type Database } from './database.client.js';
import { pingDatabase } from './database.health.js';
import { applyMigrations } from './migration.runner.js';
import { UserRepository } from './user.repository.js';

let folder: string;
let server: EmbeddedPostgres;
let database: Database;
let users: UserRepository;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-users-'));
  server = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), durable: false });
  await applyMigrations(server.url, join(import.meta.dirname, '../../../prisma/migrations'));
  database = createDatabase(server.url);
  users = new UserRepository(database);
});
afterAll(async () => {
  await database.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
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
