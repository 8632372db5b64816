/** @module A Postgres database for one test file. */
import { inject } from 'vitest';
import { copyDatabase, type DatabaseCopy } from './database.server.js';
import type {} from './database.setup.js';

/** Empty, with every table; on the server that `database.setup.ts` has started for the run. */
export function openTestDatabase(): Promise<DatabaseCopy> {
  return copyDatabase(inject('databaseTemplate'));
}
