/** @module Deleting an event, after its name was typed. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import type { Event } from '@visage/contracts/event.contract';
import { deleteEvent } from '../../api/event.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Field } from '../../ui/field.js';
import { ErrorNotice } from '../../ui/notice.js';
import { eventsQuery } from './event.query.js';

export function EventDeleteDialog({ event, onClose }: { event: Event; onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const deleting = useMutation({
    mutationFn: () => deleteEvent(event.id),
    onSuccess: async () => {
      await navigate({ to: '/events', replace: true });
      queryClient.removeQueries({ queryKey: ['event', event.id] });
      await queryClient.invalidateQueries({ queryKey: eventsQuery.queryKey });
    },
  });
  const submit = (submitted: SubmitEvent<HTMLFormElement>): void => {
    submitted.preventDefault();
    deleting.mutate();
  };
  return (
    <Dialog title={texts.removal.title} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p>{texts.removal.warning}</p>
        <p>{texts.removal.typeName(event.name)}</p>
        <Field
          label={texts.removal.field}
          autoComplete="off"
          autoFocus
          value={typed}
          onChange={(change) => setTyped(change.currentTarget.value)}
        />
        <ErrorNotice error={deleting.error} />
        <div className="row row-end">
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          <Button
            type="submit"
            look="danger"
            busy={deleting.isPending}
            disabled={typed.trim() !== event.name.trim()}
          >
            {deleting.isPending ? texts.removal.removing : texts.removal.confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
