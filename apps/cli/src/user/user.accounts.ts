/** @module The accounts, as the command line needs them; passwords go in as text and are stored as argon2id hashes. */

import type { User, UserRole } from '@visage/contracts/session.contract';

export interface NewAccount {
  email: string;
  name: string;
  role: UserRole;
  password: string;
}

export interface UserAccounts {
  exists(email: string): Promise<boolean>;
  list(): Promise<User[]>;
  add(account: NewAccount): Promise<void>;
  /** Also ends the account's sessions. */
  setPassword(email: string, password: string): Promise<void>;
  countEvents(email: string): Promise<number>;
  remove(email: string): Promise<void>;
}
