/** @module What the user commands are told. */

import type { UserRole } from '@visage/contracts/session.contract';

export interface DataFlag {
  data?: string;
}

export interface AddFlags extends DataFlag {
  name?: string;
  role: UserRole;
  passwordStdin?: boolean;
}

export interface PasswordFlags extends DataFlag {
  passwordStdin?: boolean;
}
