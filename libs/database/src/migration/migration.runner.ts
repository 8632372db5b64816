/** @module Applies the SQL migrations when an app starts, keeping Prisma's own table so that its CLI agrees. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { readMigrations, type MigrationFile } from './migration.file.js';

export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/** The lock that Prisma Migrate itself takes, so that neither runs beside the other. */
const MIGRATION_LOCK = 72707369;
const LOCK_RETRY_MS = 200;
/** PostgreSQL's code for a row that a CHECK refuses. */
const CHECK_VIOLATION = '23514';

/** As Prisma Migrate makes it. */
const TABLE = `create table if not exists _prisma_migrations (
  id varchar(36) primary key not null,
  checksum varchar(64) not null,
  finished_at timestamptz,
  migration_name varchar(255) not null,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz not null default now(),
  applied_steps_count integer not null default 0
)`;

/**
 * Brings the database up to date; several processes may call it at once. A migration and its note are one transaction,
 * so a run that dies leaves nothing half done. One that asks to be outside a transaction (see migration.file.ts) is noted
 * after its last statement; until then every run begins it anew.
 *
 * @param dir Usually `prisma/migrations`.
 * @returns names of the migrations applied by this call.
 * @throws MigrationError when an applied migration was edited or is missing, or when one fails.
 */
export async function applyMigrations(databaseUrl: string, dir: string): Promise<string[]> {
  const files = await readMigrations(dir);
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => undefined); // whoever asks next is told
  await client.connect();
  try {
    await waitForTurn(client);
    await client.query(TABLE);
    const pending = await findPending(client, files);
    for (const file of pending) await applyOne(client, file);
    return pending.map((file) => file.name);
  } finally {
    await client.end();
  }
}

async function findPending(client: pg.Client, files: MigrationFile[]): Promise<MigrationFile[]> {
  const { rows } = await client.query<{ name: string; checksum: string; finished: boolean }>(
    `select migration_name as name, checksum, finished_at is not null as finished
     from _prisma_migrations where rolled_back_at is null`,
  );
  for (const row of rows) {
    const file = files.find(({ name }) => name === row.name);
    if (!row.finished) {
      throw new MigrationError(
        `migration ${row.name} was begun by another tool and not finished; see "prisma migrate resolve"`,
      );
    }
    if (!file) {
      throw new MigrationError(
        `the database has migration ${row.name}, which this version of Visage does not know: it is newer`,
      );
    }
    if (file.checksum !== row.checksum) {
      throw new MigrationError(
        `migration ${row.name} was edited after it was applied; restore it and add a new one instead`,
      );
    }
  }
  const applied = new Set(rows.map((row) => row.name));
  return files.filter((file) => !applied.has(file.name));
}

/**
 * Asks again and again instead of waiting for the lock: an index that is made concurrently waits for every statement that
 * runs, so a process that stood in line would stop the one that it waits for. The lock is released with the connection.
 */
async function waitForTurn(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [
      MIGRATION_LOCK,
    ]);
    if (rows[0]?.mine) return;
    await delay(LOCK_RETRY_MS);
  }
}

async function applyOne(client: pg.Client, file: MigrationFile): Promise<void> {
  try {
    if (file.statements) await applyOutside(client, file, file.statements);
    else await applyInside(client, file);
  } catch (error) {
    throw new MigrationError(`migration ${file.name} failed: ${await reasonOf(client, error)}`, {
      cause: error,
    });
  }
}

async function applyInside(client: pg.Client, file: MigrationFile): Promise<void> {
  await client.query('begin');
  try {
    await client.query(file.sql);
    await note(client, file);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function applyOutside(
  client: pg.Client,
  file: MigrationFile,
  statements: readonly string[],
): Promise<void> {
  await dropBrokenIndexes(client, file.sql);
  for (const statement of statements) await client.query(statement);
  await note(client, file);
}

/** An index whose making broke off stays behind: every write keeps it up to date, no query uses it, and its name is taken. */
async function dropBrokenIndexes(client: pg.Client, sql: string): Promise<void> {
  const { rows } = await client.query<{ index: string }>(
    `select indexrelid::regclass::text as index from pg_index join pg_class on pg_class.oid = indexrelid
     where not indisvalid and relnamespace = 'public'::regnamespace`,
  );
  for (const { index } of rows)
    if (sql.includes(index)) await client.query(`drop index concurrently if exists ${index}`);
}

async function note(client: pg.Client, { name, checksum }: MigrationFile): Promise<void> {
  await client.query(
    `insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
     values ($1, $2, $3, now(), 1)`,
    [randomUUID(), checksum, name],
  );
}

/** Where rows that are there already break a rule, also how to find them. */
async function reasonOf(client: pg.Client, error: unknown): Promise<string> {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof pg.DatabaseError) || error.code !== CHECK_VIOLATION) return message;
  const { rows } = await client.query<{ table: string; rule: string }>(
    `select conrelid::regclass::text as table, pg_get_expr(conbin, conrelid) as rule from pg_constraint
     where conname = $1 and contype = 'c'`,
    [error.constraint],
  );
  const [found] = rows;
  if (!found) return message;
  return `${message}. Mend these rows, then start again: select * from ${found.table} where not (${found.rule})`;
}
