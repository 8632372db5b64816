/** @module Repositories of libs/database, injected. Whichever is asked for anywhere is provided: there is no list of them. */
import { Inject, type FactoryProvider } from '@nestjs/common';
import type { Database } from '@visage/database/client/database.client';
import { DATABASE } from '@visage/host/host.token';

/** A class that needs the database and nothing else. */
type RepositoryType = new (database: Database) => object;

const askedFor = new Set<RepositoryType>();

export function InjectRepository(Repository: RepositoryType): ParameterDecorator {
  askedFor.add(Repository);
  return Inject(Repository);
}

/** Each under its own class. Controllers and services are loaded before the modules that they belong to. */
export function repositoryProviders(): FactoryProvider[] {
  return Array.from(askedFor, (Repository) => ({
    provide: Repository,
    inject: [DATABASE],
    useFactory: (database: Database) => new Repository(database),
  }));
}
