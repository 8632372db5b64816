/** @module A user as a principal. */

import type { User } from '@visage/contracts/session.contract';
import type { Staff } from './access.principal.js';

export function staffOf({ id, role, helpsWith }: Pick<User, 'id' | 'role' | 'helpsWith'>): Staff {
  return role === 'admin' ? { kind: role, userId: id } : { kind: role, userId: id, helpsWith };
}
