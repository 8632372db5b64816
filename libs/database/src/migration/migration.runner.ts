/** @module Applies the SQL migrations when an app starts, keeping Prisma's own table so that its CLI agrees. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { readMigrations, type MigrationFile } from './migration.file.js';

export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/** The lock that Prisma Migrate itself takes, so that neither runs beside the other. */
const MIGRATION_LOCK = 72707369;

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
 * Brings the database up to date; several processes may call it at once. Each migration and its note are one
 * transaction, so a run that dies leaves nothing half done.
 *
 * @param dir Usually `prisma/migrations`.
 * @returns names of the migrations applied by this call.
 * @throws MigrationError when an applied migration was edited or is missing, or when one fails.
 */
export async function applyMigrations(databaseUrl: string, dir: string): Promise<string[]> {
  const files = await readMigrations(dir);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]); // released with the connection
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

async function applyOne(client: pg.Client, { name, sql, checksum }: MigrationFile): Promise<void> {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       values ($1, $2, $3, now(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new MigrationError(
      `migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}
