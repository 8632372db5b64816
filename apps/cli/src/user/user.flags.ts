/** @module The options of the user commands. */

import type { UserRole } from '@visage/contracts/session.contract';

export interface DataFlag {
  data?: string;
}

export interface RemoveFlags extends DataFlag {
  /** Where the receipt goes; absent = standard output. */
  receipt?: string;
}

export interface AddFlags extends DataFlag {
  name?: string;
  role: UserRole;
  passwordStdin?: boolean;
}

export interface PasswordFlags extends DataFlag {
  passwordStdin?: boolean;
}
