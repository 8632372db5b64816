/**
 * @module The accounts, as the command line needs them; passwords come in as text and are stored as argon2id hashes.
 */

import type { ReceiptCounts } from '@visage/contracts/receipt.contract';
import type { UserRole } from '@visage/contracts/session.contract';
import { hashPassword } from '@visage/crypto/password.hash';
import { createDatabase, type Database } from '@visage/database/client/database.client';
import { UserRepository, type UserRecord } from '@visage/database/user/user.repository';
import { CommandError } from '../command.error.js';

export interface NewAccount {
  email: string;
  name: string;
  role: UserRole;
  password: string;
}

export interface UserAccounts {
  exists(email: string): Promise<boolean>;
  list(): Promise<Pick<UserRecord, 'email' | 'name' | 'role'>[]>;
  add(account: NewAccount): Promise<void>;
  /** Also ends the account's sessions. */
  setPassword(email: string, password: string): Promise<void>;
  countEvents(email: string): Promise<number>;
  /** What went with it, for its receipt. */
  remove(email: string): Promise<{ userId: string; counts: ReceiptCounts }>;
}

/** Calls `use` with the accounts of a database, over a connection that is closed afterwards. */
export async function withUserAccounts<T>(
  databaseUrl: string,
  use: (accounts: UserAccounts, database: Database) => Promise<T>,
): Promise<T> {
  const database = createDatabase(databaseUrl, { connections: 1 });
  try {
    return await use(accountsOf(new UserRepository(database)), database);
  } finally {
    await database.close();
  }
}

function accountsOf(users: UserRepository): UserAccounts {
  const find = async (email: string): Promise<UserRecord> => {
    const user = await users.findByEmail(email);
    if (!user) throw new CommandError(`there is no account ${email}; see: visage user list`);
    return user;
  };
  return {
    exists: async (email) => (await users.findByEmail(email)) !== null,
    list: () => users.list(),
    async add({ password, ...account }) {
      await users.create({ ...account, passwordHash: await hashPassword(password) });
    },
    async setPassword(email, password) {
      await users.setPassword((await find(email)).id, await hashPassword(password), new Date());
    },
    countEvents: async (email) => users.countEvents((await find(email)).id),
    async remove(email) {
      const { id: userId } = await find(email);
      return { userId, counts: await users.remove(userId) };
    },
  };
}
