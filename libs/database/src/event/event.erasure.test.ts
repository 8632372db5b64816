/** @module What is left of an event that was erased, column by column and table by table, as the schema has them. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createDatabase, type Database } from '../client/database.client.js';
import { copyDatabase, type DatabaseCopy } from '../testing/database.server.js';
import { rowsOfEvent } from '../testing/event.rows.js';
import { fillEvent } from '../testing/full.event.js';
import { EventRepository } from './event.repository.js';

interface Emptied {
  before: unknown;
  after: unknown;
}

/** By table whose rows stay: what a row says and no more once its event is erased, and what it goes on to say, with the reason. */
const LEFT: Record<string, { emptied: Record<string, Emptied>; stays: Record<string, string> }> = {
  Event: {
    emptied: {
      name: { before: 'Gala', after: '' },
      date: { before: new Date('2026-06-20'), after: null },
      accent: { before: '#336699', after: null },
      zone: { before: 'Europe/Berlin', after: null },
      guessedZone: { before: '+02:00', after: 'UTC' },
      wrappedKey: { before: Buffer.from('wrapped'), after: null },
      photoKey: { before: Buffer.from('sealed'), after: null },
    },
    stays: {
      id: 'what the proof is of, as in receipt, audit log and register',
      ownerId: 'whose it was, who reads the receipt',
      embedder: 'name of a model',
      keyRevision: 'a counter',
      keyRotatedAt: 'when keys changed, of which none is left',
      resealedTo: 'id of a face that is gone',
      facesRevision: 'a counter',
      groupedRevision: 'a counter',
      indexRevision: 'a counter',
      recognisedRevision: 'a counter',
      groupedAt: 'when work was done',
      wishRevision: 'a counter',
      deletedAt: 'when it was put into the trash',
      erasedAt: 'the proof itself',
      holdPhotos: 'a switch',
      objectionsWithhold: 'a switch',
      facesDays: 'a period',
      photosDays: 'a period',
      keptFrom: 'since when days were counted, which is when the row was made',
      facesEndedAt: 'when its faces went',
      facesClearedAt: 'when the last of them were gone',
      createdAt: 'when the row was made',
    },
  },
  AuditLine: {
    emptied: { detail: { before: { photos: 3 }, after: {} } },
    stays: {
      id: 'a number',
      at: 'that something was done is kept for AUDIT_DAYS',
      lastAt: 'as `at`',
      count: 'as `at`',
      actor: 'what kind of somebody did it',
      actorId: 'an id, taken out with the guest or user it is of',
      action: 'what was done',
      eventId: 'an id',
      subjectId: 'an id of what is gone',
      tallyKey: 'of these',
    },
  },
  ConsentEntry: {
    emptied: {},
    stays: {
      number: 'of the chain, which outlives events: it has to hold',
      at: 'of the chain',
      deed: 'of the chain',
      who: 'a pseudonym',
      eventId: 'an id',
      version: 'of the wording',
      by: 'whose hand',
      keepLooking: 'what was agreed to',
      previous: 'of the chain',
      hash: 'of the chain',
    },
  },
};

/** Tables that have nothing of an event, or lose it in another way. */
const NOT_OF_EVENTS: Record<string, string> = {
  User: '`invitedTo`: accounts that nobody has taken go with the event; event.repository.test.ts',
  Session: 'of users',
  RefreshToken: 'of users',
  PasswordLink: 'of users',
  ShareDefaults: 'of the deployment',
  KeyStoreMark: 'of the deployment',
  ReceiptKey: 'of the deployment',
  Receipt: 'the proof: ids and numbers alone',
  GoogleSetup: 'of the deployment',
  PrivacySetup: 'of the deployment',
  _prisma_migrations: 'of the schema',
};

let copy: DatabaseCopy;
let database: Database;
beforeAll(async () => {
  copy = await copyDatabase(inject('databaseTemplate')); // its schema is changed
  database = createDatabase(copy.url, { connections: 2 });
});
afterAll(async () => {
  await database.close();
  await copy.drop();
});

async function makeEvent(): Promise<string> {
  const email = `${Math.random()}@b.c`;
  const user = await database.prisma.user.create({
    data: { email, name: 'A', role: 'organizer', passwordHash: 'h' },
  });
  const event = await database.prisma.event.create({
    data: { ownerId: user.id, name: 'Gala', embedder: 'm' },
  });
  await fillEvent(database, { eventId: event.id, userId: user.id });
  return event.id;
}

/** Columns of tables whose rows stay, and tables, of which nobody has said what becomes of them. */
async function unaccounted(): Promise<string[]> {
  const columns = await database.prisma.$queryRaw<{ table: string; column: string }[]>`
    select table_name as table, column_name as column
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and table_type = 'BASE TABLE' order by table_name, column_name`;
  const ofEvents = new Set(Object.keys(await rowsOfEvent(database, '00000000-0000-4000-8000-000000000000')));
  const names = columns.flatMap(({ table, column }) => {
    const left = LEFT[table];
    if (left) return column in left.emptied || column in left.stays ? [] : [`${table}.${column}`];
    return ofEvents.has(table) || table in NOT_OF_EVENTS ? [] : [table];
  });
  return [...new Set(names)];
}

test('of every column that outlives an erased event, and of every table, it is known what becomes of it', async () => {
  expect(await unaccounted()).toEqual([]);
  const tables = await rowsOfEvent(database, await makeEvent());
  // what is listed is there: neither list keeps what the schema has no more
  const there = await database.prisma.$queryRaw<{ name: string }[]>`
    select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'
    union select table_name from information_schema.tables where table_schema = 'public'`;
  const named = Object.entries(LEFT).flatMap(([table, { emptied, stays }]) =>
    [...Object.keys(emptied), ...Object.keys(stays)].map((column) => `${table}.${column}`),
  );
  expect(
    [...named, ...Object.keys(NOT_OF_EVENTS)].filter((name) => !there.some((one) => one.name === name)),
  ).toEqual([]);
  expect(Object.keys(tables).filter((table) => table in NOT_OF_EVENTS)).toEqual([]);
  expect(
    Object.keys(tables).filter((table) => tables[table]?.length === 0),
    'the event of the tests has rows in every table',
  ).toEqual([]);
});

test('what a row says of an event is gone from it once that is erased, and no row of other tables stays', async () => {
  const id = await makeEvent();
  for (const [table, { emptied }] of Object.entries(LEFT))
    for (const [column, { before }] of Object.entries(emptied)) {
      const { rows } = await database.locks.query<{ data_type: string }>(
        `select data_type from information_schema.columns where table_name = $1 and column_name = $2`,
        [table, column],
      );
      await database.locks.query(
        `update "${table}" set "${column}" = $1::${rows[0]?.data_type} where "${table === 'Event' ? 'id' : 'eventId'}" = $2`,
        [
          before instanceof Buffer || before instanceof Date || typeof before === 'string'
            ? before
            : JSON.stringify(before),
          id,
        ],
      );
    }
  expect(await new EventRepository(database).erase(id)).toBe(true);
  const rows = await rowsOfEvent(database, id);
  expect(Object.keys(rows).filter((table) => rows[table]?.length !== 0)).toEqual(Object.keys(LEFT).sort());
  for (const [table, { emptied }] of Object.entries(LEFT)) {
    const expected = Object.fromEntries(
      Object.entries(emptied).map(([column, { after }]) => [column, after]),
    );
    for (const row of rows[table] ?? []) expect(row, table).toMatchObject(expected);
  }
});

test('a column that somebody adds to events, or a table with something of them, is noticed until it is said what becomes of it', async () => {
  await database.locks.query(`alter table "Event" add column motto text`);
  await database.locks.query(`create table "Gift" (id int primary key, "photoName" text)`);
  expect(await unaccounted()).toEqual(['Event.motto', 'Gift']);
  await database.locks.query(`alter table "Gift" add column "eventId" uuid`);
  expect(await unaccounted()).toEqual(['Event.motto']);
  const rows = await rowsOfEvent(database, await makeEvent());
  expect(
    rows['Gift'],
    'an event of the tests without a row in it, which fails the first of these tests',
  ).toEqual([]);
});
