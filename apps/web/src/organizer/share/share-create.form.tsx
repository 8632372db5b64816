/** @module A new share: what guests see, for how long, and everything else. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ShareDefaults } from '@visage/contracts/share.contract';
import { type SubmitEvent, useState } from 'react';
import { fieldErrorsOf } from '../../api/api.error.js';
import { createShare } from '../../api/share.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { ErrorNotice, Loading } from '../../ui/notice.js';
import { creationOf, isComplete, newDraft } from './share.draft.js';
import { ShareFields } from './share.fields.js';
import { shareDefaultsQuery, sharesQuery } from './share.query.js';

export function ShareCreateForm({ eventId }: { eventId: string }) {
  const { data: defaults, error } = useQuery(shareDefaultsQuery);
  if (error) return <ErrorNotice error={error} />;
  return defaults ? <Form eventId={eventId} defaults={defaults} /> : <Loading />;
}

function Form({ eventId, defaults }: { eventId: string; defaults: ShareDefaults }) {
  const [fresh] = useState(() => newDraft(texts.share.nameDefault, Date.now(), defaults));
  const [draft, setDraft] = useState(fresh);
  const queryClient = useQueryClient();
  const creating = useMutation({
    mutationFn: () => createShare(eventId, creationOf(draft, fresh)),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: sharesQuery(eventId).queryKey }),
  });
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    creating.mutate();
  };
  return (
    <form className="stack share-form" onSubmit={submit}>
      <ShareFields
        eventId={eventId}
        draft={draft}
        onChange={setDraft}
        passwordSet={false}
        all={false}
        errors={fieldErrorsOf(creating.error)}
      />
      <ErrorNotice error={creating.error} />
      <Button type="submit" look="primary" busy={creating.isPending} disabled={!isComplete(draft)}>
        {creating.isPending ? texts.share.creating : texts.share.create}
      </Button>
    </form>
  );
}
