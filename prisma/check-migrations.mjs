/**
 * @module Fails when the migrations, applied to an empty database, do not give the schema: somebody changed
 * `schema.prisma` and forgot the migration, or the other way round. Given a name, it writes the missing migration
 * instead: `pnpm migration add_albums`. Needs `tsc -b libs/database libs/embedded`.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { applyMigrations } from '@visage/database/migration/migration.runner';
import { nextStamp } from '@visage/database/migration/migration.stamp';
import { startEmbeddedPostgres } from '@visage/embedded/embedded.postgres';

const root = fileURLToPath(new URL('..', import.meta.url));
const prisma = join(dirname(createRequire(import.meta.url).resolve('prisma/package.json')), 'build/index.js');
const DIFFERENT = 2; // what `migrate diff --exit-code` answers when it found something
const NOTHING = 'This is an empty migration'; // what it writes when it did not; an engine that crashes may end with 0 as well

const [name] = process.argv.slice(2);

const dataDir = await mkdtemp(join(tmpdir(), 'visage-migrations-'));
const postgres = await startEmbeddedPostgres({ dataDir, durable: false });
try {
  await applyMigrations(postgres.url, join(root, 'prisma/migrations'));
  const diff = [
    'migrate',
    'diff',
    '--from-config-datasource',
    '--to-schema',
    'prisma/schema.prisma',
    '--script',
    '--exit-code',
  ];
  const run = spawnSync(process.execPath, [prisma, ...diff], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: postgres.url },
  });
  if (run.status === 0 && run.stdout.includes(NOTHING)) {
    console.log('migrations and schema agree');
  } else if (run.status === DIFFERENT && name) {
    const migrations = join(root, 'prisma/migrations');
    const folder = join(migrations, `${nextStamp(await readdir(migrations), new Date())}_${name}`);
    await mkdir(folder);
    await writeFile(join(folder, 'migration.sql'), run.stdout);
    console.log(`written: ${folder}/migration.sql; read it before you commit it`);
  } else if (run.status === DIFFERENT) {
    console.error(`prisma/migrations lack this to give prisma/schema.prisma:\n\n${run.stdout}`);
    process.exitCode = 1;
  } else {
    console.error(run.stderr);
    process.exitCode = 1;
  }
} finally {
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}
