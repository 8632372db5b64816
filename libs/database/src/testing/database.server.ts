/** @module One Postgres for a whole run of tests, with a migrated database that every test file gets a copy of. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@visage/embedded/embedded.postgres';
import pg from 'pg';
import { applyMigrations } from '../migration/migration.runner.js';

/** Folder of all migrations. */
export const MIGRATIONS = join(import.meta.dirname, '../../../../prisma/migrations');

export interface DatabaseServer {
  /** Of the migrated database. Nothing may be connected to it while it is copied. */
  template: string;
  stop(): Promise<void>;
}

/** Some seconds, of which a copy needs one tenth: Postgres makes more than six hundred files for it. */
export async function startDatabaseServer(): Promise<DatabaseServer> {
  const folder = await mkdtemp(join(await roomiest(), 'visage-database-'));
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), durable: false });
  await applyMigrations(postgres.url, MIGRATIONS);
  return {
    template: postgres.url,
    stop: async () => {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A run needs one, of rows, indexes and their log. */
const PLENTY_BYTES = 6 * 1024 ** 3;

/** In memory where there is plenty: disks take their time for so many files, and longer after as many were removed. */
async function roomiest(): Promise<string> {
  const memory = '/dev/shm';
  const room = await statfs(memory).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0, // not on this system
  );
  return Math.min(room, freemem()) > PLENTY_BYTES ? memory : tmpdir();
}

export interface DatabaseCopy {
  /** `postgresql://…` */
  url: string;
  /** Whoever is still connected is cut off. */
  drop(): Promise<void>;
}

export function copyDatabase(template: string): Promise<DatabaseCopy> {
  return newDatabase(template, new URL(template).pathname.slice(1));
}

/** On the server of `template`, without a table. */
export function emptyDatabase(template: string): Promise<DatabaseCopy> {
  return newDatabase(template, 'template0');
}

/** Above this, emptying takes longer than another copy, and leaves pages that every scan reads. */
const LARGE_BYTES = 16 * 1024 * 1024;

/**
 * The same database without its rows, under a name of its own: whoever was still connected is cut off, and does not find it again.
 * @returns null for a large one, which is dropped.
 */
export async function emptiedDatabase({ url, drop }: DatabaseCopy): Promise<DatabaseCopy | null> {
  const [name, next] = [new URL(url).pathname.slice(1), newName()];
  const large = await administer(url, async (client) => {
    const { rows } = await client.query<{ large: boolean }>(`select pg_database_size($1) > $2 as large`, [
      name,
      LARGE_BYTES,
    ]);
    if (rows[0]?.large) return true;
    await client.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = $1`, [name]);
    await client.query(`alter database ${name} rename to ${next}`); // waits for those that are being cut off
    return false;
  });
  if (large) {
    await drop();
    return null;
  }
  const copy = named(url, next);
  await withClient(copy.url, (client) => client.query(EMPTY));
  return copy;
}

/** Numbering begins anew as well; what refers to what is not asked meanwhile. */
const EMPTY = `
  set session_replication_role = replica;
  do $$ declare name text; begin
    for name in select tablename from pg_tables where schemaname = 'public' and tablename not like '\\_%' loop
      execute format('delete from %I', name);
    end loop;
    for name in select sequencename from pg_sequences where schemaname = 'public' loop
      perform setval(format('%I', name)::regclass, 1, false);
    end loop;
  end $$`;

async function newDatabase(server: string, template: string): Promise<DatabaseCopy> {
  const name = newName();
  await administer(server, (client) => client.query(`create database ${name} template ${template}`));
  return named(server, name);
}

const newName = (): string => `copy_${randomUUID().replaceAll('-', '')}`;

function named(server: string, name: string): DatabaseCopy {
  return {
    url: withDatabase(server, name),
    drop: async () =>
      void (await administer(server, (client) => client.query(`drop database ${name} with (force)`))),
  };
}

function administer<T>(server: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  return withClient(withDatabase(server, 'postgres'), work);
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}
