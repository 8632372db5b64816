/** @module Adding somebody who helps: by e-mail, and by name if they have no account yet. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CollaboratorAdded } from '@visage/contracts/collaborator.contract';
import { type SubmitEvent, useState } from 'react';
import { fieldErrorsOf } from '../../api/api.error.js';
import { addCollaborator } from '../../api/collaborator.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Field } from '../../ui/field.js';
import { ErrorNotice } from '../../ui/notice.js';
import { collaboratorsQuery } from './collaborator.query.js';

interface AddProps {
  readonly eventId: string;
  readonly onAdded: (added: CollaboratorAdded) => void;
  readonly onClose: () => void;
}

export function CollaboratorAddDialog({ eventId, onAdded, onClose }: AddProps) {
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const queryClient = useQueryClient();
  const adding = useMutation({
    mutationFn: () =>
      addCollaborator(eventId, { email: email.trim(), ...(name.trim() ? { name: name.trim() } : {}) }),
    onSuccess: async (added) => {
      await queryClient.invalidateQueries(collaboratorsQuery(eventId));
      onAdded(added);
    },
  });
  const errors = fieldErrorsOf(adding.error);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    adding.mutate();
  };
  return (
    <Dialog title={texts.collaborator.add} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p className="soft">{texts.collaborator.addHint}</p>
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
          note={texts.collaborator.nameNote}
          maxLength={200}
          autoComplete="off"
          value={name}
          error={errors.get('name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {errors.size > 0 ? null : <ErrorNotice error={adding.error} />}
        <div className="row row-end">
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          <Button type="submit" look="primary" busy={adding.isPending}>
            {texts.admin.add}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
