/** @module A new share: what guests see, and for how long. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useId, useState } from 'react';
import { createShare } from '../../api/share.api.js';
import { texts } from '../../texts/en.js';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { ErrorNotice } from '../../ui/notice.js';
import { sharesQuery } from './share.query.js';
import { untilAfter } from './share.state.js';

const EXPIRY_DAYS = [7, 30, 90, 365] as const;
const DEFAULT_DAYS = 90;
const NEVER = 'never';

const SCOPES = [
  { kind: 'own-photos', label: texts.share.scopeOwn, hint: texts.share.scopeOwnHint },
  { kind: 'gallery', label: texts.share.scopeGallery, hint: texts.share.scopeGalleryHint },
] as const;

export function ShareCreateForm({ eventId }: { eventId: string }) {
  const [name, setName] = useState<string>(texts.share.nameDefault);
  const [scope, setScope] = useState<(typeof SCOPES)[number]['kind']>('own-photos');
  const [expiry, setExpiry] = useState(String(DEFAULT_DAYS));
  const expiryId = useId();
  const queryClient = useQueryClient();
  const creating = useMutation({
    mutationFn: () => {
      const until = untilAfter(expiry === NEVER ? null : Number(expiry), Date.now());
      return createShare(eventId, { name: name.trim(), scope: { kind: scope }, until });
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: sharesQuery(eventId).queryKey }),
  });
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    creating.mutate();
  };
  return (
    <form className="stack share-form" onSubmit={submit}>
      <Field
        label={texts.share.name}
        required
        maxLength={200}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <fieldset>
        <legend className="field-label">{texts.share.scope}</legend>
        {SCOPES.map(({ kind, label, hint }) => (
          <label key={kind} className="choice">
            <input
              type="radio"
              name="scope"
              aria-label={label}
              checked={scope === kind}
              onChange={() => setScope(kind)}
            />
            <span>
              <span className="field-label">{label}</span>
              <span className="soft small share-hint">{hint}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <div className="field">
        <label className="field-label" htmlFor={expiryId}>
          {texts.share.expiry}
        </label>
        <select
          id={expiryId}
          className="input"
          value={expiry}
          onChange={(event) => setExpiry(event.currentTarget.value)}
        >
          {EXPIRY_DAYS.map((days) => (
            <option key={days} value={days}>
              {texts.share.expiryDays(days)}
            </option>
          ))}
          <option value={NEVER}>{texts.share.expiryNever}</option>
        </select>
      </div>
      <ErrorNotice error={creating.error} />
      <Button type="submit" look="primary" busy={creating.isPending} disabled={name.trim() === ''}>
        {creating.isPending ? texts.share.creating : texts.share.create}
      </Button>
    </form>
  );
}
