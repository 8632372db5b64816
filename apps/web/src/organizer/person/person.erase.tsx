/** @module Erasing one person's face data, once what that means was read. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Person } from '@visage/contracts/person.contract';
import { erasePersonFaces } from '../../api/person.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { ConfirmDialog } from '../../ui/confirm.dialog.js';
import { eventQuery } from '../event/event.query.js';
import { usePersonEdit } from './person.edit.hook.js';

/** Nothing for those who only help with the event. */
export function PersonErase({ eventId, person }: { eventId: string; person: Person }) {
  const { data: event } = useQuery(eventQuery(eventId));
  const [asking, setAsking] = useState(false);
  const { busy, error, run } = usePersonEdit(eventId);
  if (!event || event.part === 'collaborator') return null;
  const erase = (): void =>
    run(async () => {
      await erasePersonFaces(person.id);
      setAsking(false);
    });
  return (
    <>
      <Button look="quiet" icon="trash" onClick={() => setAsking(true)}>
        {texts.person.erase}
      </Button>
      {asking ? (
        <ConfirmDialog
          title={texts.person.eraseTitle}
          warning={texts.person.eraseWarning}
          action={texts.person.erase}
          busy={busy}
          error={error}
          onConfirm={erase}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}
