/** @module What new shares start with. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ShareDefaults } from '@visage/contracts/share.contract';
import { type SubmitEvent, useState } from 'react';
import { replaceShareDefaults } from '../../api/admin.api.js';
import { fieldErrorsOf } from '../../api/api.error.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { Check } from '../../ui/check.js';
import { Field } from '../../ui/field.js';
import { ErrorNotice } from '../../ui/notice.js';
import { shareDefaultsQuery } from '../share/share.query.js';

export function ShareDefaultsForm({ saved }: { saved: ShareDefaults }) {
  const [draft, setDraft] = useState(saved);
  const queryClient = useQueryClient();
  const saving = useMutation({
    mutationFn: () => replaceShareDefaults(draft),
    onSuccess: (now) => queryClient.setQueryData(shareDefaultsQuery.queryKey, now),
  });
  const { rights, presentation, days, approvalRequired } = draft;
  const allow = (change: Partial<ShareDefaults['rights']>): void =>
    setDraft({ ...draft, rights: { ...rights, ...change } });
  const show = (change: Partial<ShareDefaults['presentation']>): void =>
    setDraft({ ...draft, presentation: { ...presentation, ...change } });
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <form className="stack" onSubmit={submit}>
      <Field
        label={texts.admin.days}
        note={texts.admin.daysNote}
        type="number"
        min={1}
        max={3650}
        step={1}
        value={days ?? ''}
        error={fieldErrorsOf(saving.error).get('days')}
        onChange={({ currentTarget: { value } }) =>
          setDraft({ ...draft, days: value === '' ? null : Number(value) })
        }
      />
      <fieldset>
        <legend className="visually-hidden">{texts.admin.defaults}</legend>
        <Check
          label={texts.share.approval}
          checked={approvalRequired}
          onChange={(value) => setDraft({ ...draft, approvalRequired: value })}
        />
        <Check
          label={texts.share.watermark}
          checked={presentation.watermark}
          onChange={(watermark) => show({ watermark })}
        />
        <Check
          label={texts.share.originals}
          checked={rights.original}
          onChange={(original) => allow({ original, zip: original })}
        />
        <Check
          label={texts.share.metadata}
          checked={rights.metadata}
          onChange={(metadata) => allow({ metadata })}
        />
        <Check
          label={texts.share.hideLocation}
          checked={presentation.hideLocation}
          onChange={(hideLocation) => show({ hideLocation })}
        />
      </fieldset>
      <ErrorNotice error={saving.error} />
      <div className="row row-end">
        {saving.isSuccess ? <span role="status">{texts.admin.saved}</span> : null}
        <Button type="submit" look="primary" busy={saving.isPending}>
          {texts.share.save}
        </Button>
      </div>
    </form>
  );
}
