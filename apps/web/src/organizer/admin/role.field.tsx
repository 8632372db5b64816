/** @module What a user may do. */
import type { UserRole } from '@visage/contracts/session.contract';
import { useId } from 'react';
import { texts } from '../../texts/texts.js';

const ROLES = ['organizer', 'collaborator', 'admin'] as const satisfies readonly UserRole[];

export function RoleField({ role, onChange }: { role: UserRole; onChange: (role: UserRole) => void }) {
  const name = useId();
  return (
    <fieldset>
      <legend className="field-label">{texts.admin.role}</legend>
      {ROLES.map((one) => (
        <label key={one} className="choice">
          <input
            type="radio"
            name={name}
            aria-label={texts.admin.roles[one]}
            checked={role === one}
            onChange={() => onChange(one)}
          />
          <span>
            <span className="choice-label">{texts.admin.roles[one]}</span>
            <span className="soft small choice-hint">{texts.admin.roleHints[one]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
