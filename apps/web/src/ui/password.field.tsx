/** @module A password that can be shown while it is typed. */
import { type ComponentProps, useState } from 'react';
import { texts } from '../texts/texts.js';
import { Field } from './field.js';

export function PasswordField(field: Omit<ComponentProps<typeof Field>, 'type'>) {
  const [visible, setVisible] = useState(false);
  return (
    <>
      <Field {...field} type={visible ? 'text' : 'password'} />
      <label className="row show-password">
        <input
          type="checkbox"
          checked={visible}
          onChange={(event) => setVisible(event.currentTarget.checked)}
        />
        {texts.session.showPassword}
      </label>
    </>
  );
}
