/** @module Repositories of libs/database as Nest providers, each under its own class. */
import type { Provider, Type } from '@nestjs/common';
import type { Database } from '@visage/database/client/database.client';
import { DATABASE } from './host.token.js';

export function repositoryProviders(repositories: readonly Type<unknown>[]): Provider[] {
  return repositories.map((Repository) => ({
    provide: Repository,
    inject: [DATABASE],
    useFactory: (database: Database) => new Repository(database),
  }));
}
