import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { emptyDatabase, MIGRATIONS, type DatabaseCopy } from '../testing/database.server.js';
import type {} from '../testing/database.setup.js';
import { OUTSIDE_A_TRANSACTION, readMigrations } from './migration.file.js';
import { applyMigrations, MigrationError } from './migration.runner.js';

let folder: string;
let copy: DatabaseCopy;
let client: pg.Client;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-migrations-'));
  copy = await emptyDatabase(inject('databaseTemplate'));
  client = new pg.Client({ connectionString: copy.url });
  await client.connect();
});
afterEach(async () => {
  await client.end();
  await copy.drop();
  await rm(folder, { recursive: true, force: true });
});

async function add(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name));
  await writeFile(join(folder, name, 'migration.sql'), sql);
}
const apply = (): Promise<string[]> => applyMigrations(copy.url, folder);
const indexes = async (): Promise<[string, boolean][]> => {
  const { rows } = await client.query<{ name: string; valid: boolean }>(
    `select indexrelid::regclass::text as name, indisvalid as valid from pg_index join pg_class on pg_class.oid = indexrelid
     where relnamespace = 'public'::regnamespace and not indisprimary order by 1`,
  );
  return rows.map(({ name, valid }) => [name, valid]);
};

const ROWS =
  'create table things (a int, b int); insert into things select n, n / 2 from generate_series(1, 20000) n;';
const INDEX = `${OUTSIDE_A_TRANSACTION}
-- two of them; the first is needed
create index concurrently if not exists things_a on things (a);
create index concurrently if not exists things_b
  on things (b);
`;

test('processes that start at one moment share the work, and an index made beside who writes stops none of them', async () => {
  await add('1_rows', ROWS);
  await add('2_index', INDEX);
  const applied = await Promise.all([apply(), apply(), apply(), apply()]);
  expect(applied.flat().toSorted()).toEqual(['1_rows', '2_index']);
  expect(await indexes()).toEqual([
    ['things_a', true],
    ['things_b', true],
  ]);
  expect(await apply()).toEqual([]);
});

test('rows are written while an index is made', async () => {
  await add('1_rows', ROWS);
  await apply();
  // who writes holds back the end of the index, not the other way round
  await client.query('begin; insert into things values (0, 0)');
  await add('2_index', INDEX);
  const applying = apply();
  await expect.poll(indexes).toEqual([['things_a', false]]);
  const other = new pg.Client({ connectionString: copy.url });
  await other.connect();
  await other.query('insert into things values (-1, -1)');
  await other.end();
  await client.query('commit');
  expect(await applying).toEqual(['2_index']);
});

test('an index whose making broke off is made anew by the next start', async () => {
  await add('1_rows', ROWS);
  await add(
    '2_index',
    `${OUTSIDE_A_TRANSACTION}create index concurrently if not exists things_a on things (a);\ncreate unique index concurrently if not exists things_b on things (b);\n`,
  );
  await expect(apply()).rejects.toThrow(MigrationError);
  expect(await indexes()).toEqual([
    ['things_a', true],
    ['things_b', false],
  ]);
  await client.query('delete from things where a % 2 = 1');
  expect(await apply()).toEqual(['2_index']);
  expect(await indexes()).toEqual([
    ['things_a', true],
    ['things_b', true],
  ]);
});

test('an index of somebody else that is not ready is let alone', async () => {
  await add('1_rows', ROWS);
  await apply();
  await expect(client.query('create unique index concurrently "Theirs" on things (b)')).rejects.toThrow();
  await add('2_index', INDEX);
  await apply();
  expect(await indexes()).toContainEqual(['"Theirs"', false]);
});

test('a start that dies before the end of an index does not leave it behind', async () => {
  await add('1_rows', ROWS);
  await apply();
  await client.query('begin; insert into things values (0, 0)');
  await add('2_index', INDEX);
  const applying = apply().catch((error: unknown) => error);
  await expect.poll(indexes).toEqual([['things_a', false]]);
  const other = new pg.Client({ connectionString: copy.url });
  await other.connect();
  await other.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like '%things_a%' and pid <> pg_backend_pid()`,
  );
  await other.end();
  expect(await applying).toBeInstanceOf(Error);
  await client.query('commit');
  expect(await apply()).toEqual(['2_index']);
  expect((await indexes()).every(([, valid]) => valid)).toBe(true);
});

test('a migration within a transaction leaves nothing when it fails, and the next ones wait', async () => {
  await add('1_rows', `${ROWS} select 1 / 0;`);
  await add('2_more', 'create table more (a int)');
  await expect(apply()).rejects.toThrow(/1_rows failed: division by zero/);
  expect((await client.query(`select 1 from pg_tables where tablename in ('things', 'more')`)).rows).toEqual(
    [],
  );
});

describe('a database is let alone', () => {
  test('when a migration was edited after it was applied', async () => {
    await add('1_rows', ROWS);
    await apply();
    await writeFile(join(folder, '1_rows/migration.sql'), `${ROWS} `);
    await expect(apply()).rejects.toThrow(/was edited/);
  });

  test('when it is newer', async () => {
    await add('1_rows', ROWS);
    await apply();
    await rm(join(folder, '1_rows'), { recursive: true });
    await expect(apply()).rejects.toThrow(/is newer/);
  });

  test('when another tool did not come to its end', async () => {
    await add('1_rows', ROWS);
    await apply();
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name) values ($1, 'c', '2_theirs')`,
      [randomUUID()],
    );
    await expect(apply()).rejects.toThrow(/not finished/);
  });
});

test('whatever runs outside a transaction may run twice', async () => {
  const may =
    /^(create (unique )?index concurrently if not exists|drop index concurrently if exists|alter table "\w+" validate constraint) /i;
  const outside = (await readMigrations(MIGRATIONS)).flatMap(({ statements }) => statements ?? []);
  expect(outside).not.toEqual([]);
  expect(outside.filter((statement) => !may.test(statement))).toEqual([]);
  const concurrent = (await readMigrations(MIGRATIONS)).filter(
    ({ sql, statements }) => statements === null && /index concurrently/i.test(sql),
  );
  expect(concurrent.map(({ name }) => name)).toEqual([]);
});
