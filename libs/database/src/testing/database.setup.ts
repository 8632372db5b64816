/** @module Before all tests that need Postgres: starts it once, for `openTestDatabase` in every worker of vitest. */
import type { TestProject } from 'vitest/node';
import { startDatabaseServer } from './database.server.js';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseTemplate: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startDatabaseServer();
  project.provide('databaseTemplate', server.template);
  return () => server.stop();
}
