/** @module The connection to Postgres that repositories are made of. */
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../generated/client.js';
import { StatementNames } from './statement.names.js';

export interface Database {
  /** For the repositories of this library only: nothing of Prisma leaves it. */
  readonly prisma: PrismaClient;
  /** For what needs a connection of its own (advisory locks). */
  readonly url: string;
  /** For locks that are waited for and held for a moment; connections are made when they are needed. */
  readonly locks: pg.Pool;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Connections of the pool. Default 10: with eight processes still below the 100 of a default server. */
  connections?: number;
}

const LOCKS_AT_ONCE = 4;

/** Connects on first use; a server that is away makes queries fail, not the start. */
export function createDatabase(url: string, { connections = 10 }: DatabaseOptions = {}): Database {
  const names = new StatementNames();
  const adapter = new PrismaPg(
    { connectionString: url, max: connections, connectionTimeoutMillis: 10_000 },
    { statementNameGenerator: (statement) => names.of(statement) },
  );
  const prisma = new PrismaClient({ adapter });
  const locks = createLockPool(url, {
    max: LOCKS_AT_ONCE,
    connectionTimeoutMillis: 60_000,
    application_name: 'visage lock',
  });
  return {
    prisma,
    url,
    locks,
    close: async () => void (await Promise.all([prisma.$disconnect(), locks.end()])),
  };
}

/** Whose connections may end at any moment without taking the process along: whoever holds a lock hears of it by itself. */
export function createLockPool(
  url: string,
  settings: Pick<pg.PoolConfig, 'max' | 'connectionTimeoutMillis' | 'application_name'>,
): pg.Pool {
  const locks = new pg.Pool({ ...settings, connectionString: url, keepAlive: true });
  const ended = (): void => undefined;
  locks.on('error', ended);
  locks.on('connect', (client) => client.on('error', ended)); // also in the moment between two holders
  return locks;
}

/** Rejects when Postgres does not answer. */
export async function pingDatabase(database: Database): Promise<void> {
  await database.prisma.$queryRaw`select 1`;
}
