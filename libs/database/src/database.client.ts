/** @module The connection to Postgres that repositories are made of. */
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client.js';

export interface Database {
  /** For the repositories of this library only: nothing of Prisma leaves it. */
  readonly prisma: PrismaClient;
  /** For what needs a connection of its own (advisory locks). */
  readonly url: string;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Connections of the pool. Default 10: with eight processes still below the 100 of a default server. */
  connections?: number;
}

/** Connects on first use; a server that is away makes queries fail, not the start. */
export function createDatabase(url: string, { connections = 10 }: DatabaseOptions = {}): Database {
  const adapter = new PrismaPg({ connectionString: url, max: connections, connectionTimeoutMillis: 10_000 });
  const prisma = new PrismaClient({ adapter });
  return { prisma, url, close: () => prisma.$disconnect() };
}
