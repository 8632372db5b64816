/** @module Which database a command uses; the embedded one is started just for it if nobody runs it. */

import { access } from 'node:fs/promises';
import { applyMigrations } from '@visage/database/migration/migration.runner';
import { joinEmbeddedPostgres, startEmbeddedPostgres } from '@visage/embedded/embedded.postgres';
import { CommandError } from './command.error.js';
import type { Environment } from './env.js';
import { inRepository } from './repository.folder.js';
import type { DataFolder } from './up/data.folder.js';
import { DataFolderBusyError, takeDataLock } from './up/data.lock.js';

/** Calls `use` with the url of DATABASE_URL, of the running embedded Postgres, or of one started just for it. */
export async function withDatabase<T>(
  data: DataFolder,
  environment: Environment,
  use: (databaseUrl: string) => Promise<T>,
): Promise<T> {
  if (environment.DATABASE_URL !== undefined) return use(environment.DATABASE_URL);
  const running = await joinEmbeddedPostgres(data.postgres);
  if (running !== undefined) return use(running);
  await access(data.postgres).catch(() => {
    throw new CommandError(
      `there is no Visage data in ${data.root}; start ./visage up once, or name the folder with --data`,
    );
  });
  const lock = await takeDataLock(data.lockFile).catch((error: unknown) => {
    if (!(error instanceof DataFolderBusyError)) throw error;
    throw new CommandError('Visage is starting or stopping on this data folder; try again in a moment');
  });
  try {
    const server = await startEmbeddedPostgres({ dataDir: data.postgres });
    try {
      await applyMigrations(server.url, inRepository('prisma', 'migrations'));
      return await use(server.url);
    } finally {
      await server.stop();
    }
  } finally {
    lock.release();
  }
}
