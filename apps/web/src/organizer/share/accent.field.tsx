/** @module Choosing the colour of an event; saved when the chooser closes. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef } from 'react';
import { DEFAULT_ACCENT } from '@visage/contracts/accent.colour';
import type { Event } from '@visage/contracts/event.contract';
import { setAccent } from '../../api/share.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { ErrorNotice } from '../../ui/notice.js';
import { eventQuery } from '../event/event.query.js';

export function AccentField({ event }: { event: Event }) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const queryClient = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: (accent: string | null) => setAccent(event.id, accent),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: eventQuery(event.id).queryKey }),
  });
  useEffect(() => {
    // React's `onChange` fires on every move of the pointer; the browser's `change` once, when the chooser closes.
    const chooser = input.current;
    const save = (): void => mutate(chooser?.value ?? null);
    chooser?.addEventListener('change', save);
    return () => chooser?.removeEventListener('change', save);
  }, [mutate, event.accent]);
  return (
    <div className="stack">
      <div className="row">
        <label className="field-label" htmlFor={id}>
          {texts.share.accent}
        </label>
        <input
          key={event.accent}
          ref={input}
          id={id}
          type="color"
          className="accent-input"
          defaultValue={event.accent ?? DEFAULT_ACCENT}
          aria-describedby={`${id}-hint`}
        />
        {event.accent === null ? null : (
          <Button look="quiet" busy={isPending} onClick={() => mutate(null)}>
            {texts.share.accentReset}
          </Button>
        )}
      </div>
      <p id={`${id}-hint`} className="soft small">
        {texts.share.accentHint}
      </p>
      <ErrorNotice error={error} />
    </div>
  );
}
