/** @module A Postgres database for one test file. */
import { inject } from 'vitest';
import { copyDatabase, emptiedDatabase, type DatabaseCopy } from './database.server.js';
import type {} from './database.setup.js';

/** Of files that ran before in this worker. */
const emptied: DatabaseCopy[] = [];

/**
 * Empty, with every table; on the server that `database.setup.ts` has started for the run. Once it is given back by `drop`, another
 * file gets it: who changes more than rows takes a copy (`copyDatabase`).
 */
export async function openTestDatabase(): Promise<DatabaseCopy> {
  const copy = emptied.pop() ?? (await copyDatabase(inject('databaseTemplate')));
  return {
    url: copy.url,
    drop: async () => {
      const again = await emptiedDatabase(copy);
      if (again) emptied.push(again);
    },
  };
}
