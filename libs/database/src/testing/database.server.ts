/** @module One Postgres for a whole run of tests, with a migrated database that every test file gets a copy of. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
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

/** About five seconds, of which a copy needs one tenth. */
export async function startDatabaseServer(): Promise<DatabaseServer> {
  const folder = await mkdtemp(join(tmpdir(), 'visage-database-'));
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

async function newDatabase(server: string, template: string): Promise<DatabaseCopy> {
  const name = `copy_${randomUUID().replaceAll('-', '')}`;
  await administer(server, `create database ${name} template ${template}`);
  return {
    url: withDatabase(server, name),
    drop: () => administer(server, `drop database ${name} with (force)`),
  };
}

async function administer(template: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(template, 'postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}
