/** @module A user's name, role and quotas. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ManagedUser } from '@visage/contracts/user.contract';
import { type SubmitEvent, useState } from 'react';
import { updateUser } from '../../api/admin.api.js';
import { fieldErrorsOf } from '../../api/api.error.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Field } from '../../ui/field.js';
import { ErrorNotice } from '../../ui/notice.js';
import { usersQuery } from './admin.query.js';
import { RoleField } from './role.field.js';

/** Decimal, as sizes are displayed. */
const GIGABYTE = 1_000_000_000;

export function UserEditDialog({ user, onClose }: { user: ManagedUser; onClose: () => void }) {
  const [name, setName] = useState(user.name);
  const [role, setRole] = useState(user.role);
  const [gigabytes, setGigabytes] = useState(
    user.quotaBytes === null ? '' : String(user.quotaBytes / GIGABYTE),
  );
  const [events, setEvents] = useState(user.quotaEvents === null ? '' : String(user.quotaEvents));
  const queryClient = useQueryClient();
  const saving = useMutation({
    mutationFn: () =>
      updateUser(user.id, {
        ...{ name: name.trim(), role },
        quotaBytes: gigabytes === '' ? null : Math.round(Number(gigabytes) * GIGABYTE),
        quotaEvents: events === '' ? null : Number(events),
      }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: usersQuery.queryKey });
      onClose();
    },
  });
  const errors = fieldErrorsOf(saving.error);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <Dialog title={texts.admin.changeUser(user.name)} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <Field
          label={texts.admin.name}
          required
          maxLength={200}
          value={name}
          error={errors.get('name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <RoleField role={role} onChange={setRole} />
        <Field
          label={texts.admin.quotaGigabytes}
          note={texts.admin.noLimit}
          type="number"
          min={0}
          step="any"
          value={gigabytes}
          error={errors.get('quotaBytes')}
          onChange={(event) => setGigabytes(event.currentTarget.value)}
        />
        <Field
          label={texts.admin.quotaEvents}
          note={texts.admin.noLimit}
          type="number"
          min={0}
          step={1}
          value={events}
          error={errors.get('quotaEvents')}
          onChange={(event) => setEvents(event.currentTarget.value)}
        />
        <ErrorNotice error={saving.error} />
        <div className="row row-end">
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          <Button type="submit" look="primary" busy={saving.isPending}>
            {texts.share.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
