/** @module Whether Postgres answers. */
import type { Database } from './database.client.js';

/** Rejects when it does not. */
export async function pingDatabase(database: Database): Promise<void> {
  await database.prisma.$queryRaw`select 1`;
}
