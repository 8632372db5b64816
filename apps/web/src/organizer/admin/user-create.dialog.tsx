/** @module A new user: with a link to set a password, or with a password. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { UserRole } from '@visage/contracts/session.contract';
import type { UserMade } from '@visage/contracts/user.contract';
import { type SubmitEvent, useState } from 'react';
import { createUser } from '../../api/admin.api.js';
import { fieldErrorsOf } from '../../api/api.error.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Field } from '../../ui/field.js';
import { ErrorNotice } from '../../ui/notice.js';
import { PasswordField } from '../../ui/password.field.js';
import { usersQuery } from './admin.query.js';
import { RoleField } from './role.field.js';

export function UserCreateDialog({
  onMade,
  onClose,
}: {
  onMade: (made: UserMade) => void;
  onClose: () => void;
}) {
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<UserRole>('organizer');
  const [password, setPassword] = useState('');
  const queryClient = useQueryClient();
  const creating = useMutation({
    mutationFn: createUser,
    onSuccess: async (made) => {
      await queryClient.invalidateQueries({ queryKey: usersQuery.queryKey });
      onMade(made);
    },
  });
  const errors = fieldErrorsOf(creating.error);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    creating.mutate({ email: email.trim(), name: name.trim(), role, ...(password ? { password } : {}) });
  };
  return (
    <Dialog title={texts.admin.addUser} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <Field
          label={texts.session.email}
          type="email"
          required
          autoFocus
          autoComplete="off"
          value={email}
          error={errors.get('email')}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Field
          label={texts.admin.name}
          required
          maxLength={200}
          autoComplete="off"
          value={name}
          error={errors.get('name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <RoleField role={role} onChange={setRole} />
        <PasswordField
          label={texts.session.password}
          note={texts.admin.passwordNote}
          autoComplete="new-password"
          value={password}
          error={errors.get('password')}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <ErrorNotice error={creating.error} />
        <div className="row row-end">
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          <Button type="submit" look="primary" busy={creating.isPending}>
            {texts.admin.add}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
