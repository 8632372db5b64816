/** @module What `visage migrate` does. */
import { applyMigrations } from '@visage/database/migration/migration.runner';
import { CommandError } from '../command.error.js';
import { readEnvironment } from '../env.js';
import { inRepository } from '../repository.folder.js';

export async function runMigrate(): Promise<void> {
  const { DATABASE_URL: url } = readEnvironment();
  if (url === undefined) {
    throw new CommandError('DATABASE_URL is not set; it names the Postgres to migrate, postgresql://...', 2);
  }
  const applied = await applyMigrations(url, inRepository('prisma', 'migrations'));
  const lines =
    applied.length === 0 ? ['The database is up to date.'] : applied.map((name) => `Applied ${name}`);
  process.stdout.write(`${lines.join('\n')}\n`);
}
