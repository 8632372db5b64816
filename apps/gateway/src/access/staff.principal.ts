/** @module A signed-in user as `@visage/access` sees them. */
import type { Staff } from '@visage/access/access.principal';
import type { User } from '@visage/contracts/session.contract';

type StaffUser = Pick<User, 'id' | 'role' | 'helpsWith'>;

export function staffOf({ id, role, helpsWith }: StaffUser): Staff {
  return role === 'admin' ? { kind: role, userId: id } : { kind: role, userId: id, helpsWith };
}
