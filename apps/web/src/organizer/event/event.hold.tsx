/** @module Whether new photos of an event wait for approval. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Event } from '@visage/contracts/event.contract';
import { updateEvent } from '../../api/event.api.js';
import { texts } from '../../texts/texts.js';
import { Check } from '../../ui/check.js';
import { ErrorNotice } from '../../ui/notice.js';
import { eventQuery } from './event.query.js';

export function EventHold({ event: { id, holdPhotos } }: { event: Event }) {
  const queryClient = useQueryClient();
  const changing = useMutation({
    mutationFn: (hold: boolean) => updateEvent(id, { holdPhotos: hold }),
    onSuccess: (event) => queryClient.setQueryData(eventQuery(id).queryKey, event),
  });
  return (
    <section className="card stack" aria-label={texts.held.option}>
      <Check
        label={texts.held.option}
        hint={texts.held.optionHint}
        checked={changing.isPending ? changing.variables : holdPhotos}
        onChange={changing.mutate}
      />
      <ErrorNotice error={changing.error} />
    </section>
  );
}
