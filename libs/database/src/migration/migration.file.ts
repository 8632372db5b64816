/** @module The SQL migrations of a folder, in order, each with the checksum that Prisma would note. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface MigrationFile {
  name: string;
  sql: string;
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
      return {
        name,
        sql: bytes.toString('utf8'),
        checksum: createHash('sha256').update(bytes).digest('hex'),
      };
    }),
  );
}
