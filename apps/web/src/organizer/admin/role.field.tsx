/** @module What a user may do. */
import type { UserRole } from '@visage/contracts/session.contract';
import { texts } from '../../texts/texts.js';
import { ChoiceField } from '../../ui/choice.field.js';

const ROLES = ['organizer', 'collaborator', 'admin'] as const satisfies readonly UserRole[];

export function RoleField({ role, onChange }: { role: UserRole; onChange: (role: UserRole) => void }) {
  return (
    <ChoiceField
      legend={texts.admin.role}
      options={ROLES}
      labels={texts.admin.roles}
      hints={texts.admin.roleHints}
      value={role}
      onChange={onChange}
    />
  );
}
