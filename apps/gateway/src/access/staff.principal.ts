/** @module A signed-in user as `@visage/access` sees them. */
import type { Staff } from '@visage/access/access.principal';
import type { User } from '@visage/contracts/session.contract';

export function staffOf({ id, role }: User): Staff {
  return { kind: role, userId: id };
}
