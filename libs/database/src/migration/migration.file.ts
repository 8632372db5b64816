/** @module The SQL migrations of a folder, in order, each with the checksum that Prisma would note. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The first line of a migration that makes indexes without holding up who writes, which PostgreSQL does only outside a
 * transaction. Each of its statements ends with a line and may run twice, for it may die after any of them:
 * `create index concurrently if not exists`, `drop index concurrently if exists`, `alter table … validate constraint`.
 */
export const OUTSIDE_A_TRANSACTION = '-- outside a transaction\n';

export interface MigrationFile {
  name: string;
  sql: string;
  /** One by one, of a migration outside a transaction; else null. */
  statements: string[] | null;
  /** SHA-256 of the file, hex: what Prisma's own table holds. */
  checksum: string;
}

/** @param dir Folder of `<timestamp>_<name>/migration.sql`, as `prisma migrate` lays it out. */
export async function readMigrations(dir: string): Promise<MigrationFile[]> {
  const folders = (await readdir(dir, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const names = folders.map((folder) => folder.name).sort();
  return Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(join(dir, name, 'migration.sql'));
      const sql = bytes.toString('utf8');
      return {
        name,
        sql,
        statements: sql.startsWith(OUTSIDE_A_TRANSACTION) ? statementsOf(sql) : null,
        checksum: createHash('sha256').update(bytes).digest('hex'),
      };
    }),
  );
}

function statementsOf(sql: string): string[] {
  const withoutComments = sql.replaceAll(/^--.*$/gm, '');
  return withoutComments.split(/;\s*$/m).flatMap((statement) => statement.trim() || []);
}
