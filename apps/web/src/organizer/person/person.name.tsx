/** @module A person's name, edited in place. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { Person } from '@visage/contracts/person.contract';
import { updatePerson } from '../../api/person.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { ErrorNotice } from '../../ui/notice.js';

export function PersonName({ eventId, person }: { eventId: string; person: Person }) {
  const [draft, setDraft] = useState<string | null>(null);
  const queryClient = useQueryClient();
  const saving = useMutation({
    mutationFn: (name: string | null) => updatePerson(person.id, { name }),
    onSuccess: async (updated) => {
      queryClient.setQueryData(['event', eventId, 'people', person.id], updated);
      setDraft(null);
      await queryClient.invalidateQueries({ queryKey: ['event', eventId, 'people'] });
    },
  });
  if (draft === null) {
    return (
      <div className="row">
        <h1 className={person.name ? undefined : 'soft'}>{person.name ?? texts.person.unnamed}</h1>
        <Button look="quiet" icon="edit" onClick={() => setDraft(person.name ?? '')}>
          {person.name ? texts.person.rename : texts.person.addName}
        </Button>
      </div>
    );
  }
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    saving.mutate(draft.trim() === '' ? null : draft.trim());
  };
  return (
    <form
      className="stack person-form"
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setDraft(null);
      }}
    >
      <h1 className="visually-hidden">{person.name ?? texts.person.unnamed}</h1>
      <div className="row">
        <input
          className="input person-input"
          aria-label={texts.person.name}
          autoFocus
          autoComplete="off"
          maxLength={200}
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
        />
        <Button type="submit" look="primary" busy={saving.isPending}>
          {saving.isPending ? texts.person.saving : texts.person.save}
        </Button>
        <Button look="quiet" onClick={() => setDraft(null)}>
          {texts.common.cancel}
        </Button>
      </div>
      <ErrorNotice error={saving.error} />
    </form>
  );
}
