import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { PhotoListing } from '../photo/photo.listing.js';
import { copyDatabase, type DatabaseCopy } from '../testing/database.server.js';
import { digestsOf } from '../testing/photo.columns.js';
import { createDatabase, type Database } from './database.client.js';
import { StatementNames } from './statement.names.js';

let copy: DatabaseCopy;
let database: Database;
beforeAll(async () => {
  copy = await copyDatabase(inject('databaseTemplate')); // its schema is changed
  database = createDatabase(copy.url, { connections: 1 });
});
afterAll(async () => {
  await database.close();
  await copy.drop();
});

/** Statements that the connection keeps, as a part of their text. */
async function kept(part: string): Promise<number> {
  const rows = await database.prisma.$queryRaw<{ count: number }[]>`
    select count(*)::int from pg_prepared_statements where statement like ${`%${part}%`}`;
  return rows[0]?.count ?? 0;
}

test('what is asked again and again is parsed once, with other values too', async () => {
  const ask = (email: string) => database.prisma.user.count({ where: { email } });
  for (const email of ['a@b.c', 'b@b.c']) await ask(email);
  expect(await kept('"email" = $1')).toBe(0);
  for (const email of ['c@b.c', 'd@b.c', 'e@b.c']) await ask(email);
  expect(await kept('"email" = $1')).toBe(1);
});

test('statements of any number, as lists of any length make them, do not fill the memory of a connection', () => {
  const names = new StatementNames();
  const given = new Set<string>();
  for (let text = 0; text < 1000; text += 1)
    for (let time = 0; time < 4; time += 1) given.add(names.of({ sql: `select $${text}`, args: [1] }));
  expect(given.size).toBeLessThanOrEqual(151);
  expect(
    [1, 2, 3, 4].map(() => names.of({ sql: 'select 1; select 2', args: [] })),
    'several in one',
  ).toEqual(['', '', '', '']);
});

test('an older version that runs on while a newer one adds columns is answered as before', async () => {
  const { prisma } = database;
  const owner = await prisma.user.create({
    data: { email: 'a@b.c', name: 'A', role: 'organizer', passwordHash: 'h' },
  });
  const event = await prisma.event.create({ data: { ownerId: owner.id, name: 'E', embedder: 'm' } });
  const photo = await prisma.photo.create({
    data: { eventId: event.id, fileName: 'a.jpg', bytes: 1n, ...digestsOf('a') },
  });
  const photos = new PhotoListing(database);
  const ask = async () => [
    (await photos.find(photo.id))?.fileName,
    (await photos.page(event.id, {}, { limit: 10 })).photos.length,
    (await prisma.photo.findMany({ where: { id: photo.id } })).length,
    (await prisma.photo.updateManyAndReturn({ where: { id: photo.id }, data: { fileName: 'a.jpg' } })).length,
  ];
  for (let time = 0; time < 8; time += 1) expect(await ask()).toEqual(['a.jpg', 1, 1, 1]);
  expect(await kept('from "Photo" p join "Event" e')).toBeGreaterThan(0);
  const { rows } = await database.locks.query(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  for (const { name } of rows as { name: string }[])
    await database.locks.query(`alter table "${name}" add column "added${randomUUID().slice(0, 8)}" int`);
  for (let time = 0; time < 8; time += 1) expect(await ask()).toEqual(['a.jpg', 1, 1, 1]);
});
