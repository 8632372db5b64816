/** @module A database for one test file, with an organizer in it who may own events. */
import { createDatabase, type Database } from '../client/database.client.js';
import { openTestDatabase } from './test.database.js';

export interface OwnedDatabase {
  /** `postgresql://…`, for connections beside the client's. */
  url: string;
  database: Database;
  ownerId: string;
  close(): Promise<void>;
}

export async function openOwnedDatabase(): Promise<OwnedDatabase> {
  const copy = await openTestDatabase();
  const database = createDatabase(copy.url);
  const { id: ownerId } = await database.prisma.user.create({
    data: { email: 'a@b.c', name: 'A', role: 'organizer', passwordHash: 'h' },
  });
  return {
    ...{ url: copy.url, database, ownerId },
    close: async () => {
      await database.close();
      await copy.drop();
    },
  };
}
