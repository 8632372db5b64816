/** @module A user as a principal. */

import type { User } from '@visage/contracts/session.contract';
import type { Staff } from './access.principal.js';

export type StaffUser = Pick<User, 'id' | 'role' | 'helpsWith'>;

export function staffOf({ id, role, helpsWith }: StaffUser): Staff {
  return role === 'admin' ? { kind: role, userId: id } : { kind: role, userId: id, helpsWith };
}
