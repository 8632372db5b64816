/** @module One code: its name, and what it takes away from its share. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { Share, ShareCode } from '@visage/contracts/share.contract';
import { fieldErrorsOf } from '../../api/api.error.js';
import { updateCode } from '../../api/share.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { Check } from '../../ui/check.js';
import { Dialog } from '../../ui/dialog.js';
import { Field } from '../../ui/field.js';
import { ErrorNotice } from '../../ui/notice.js';
import { codeChanges, codeDraftOf } from './code.draft.js';
import { sharesQuery } from './share.query.js';

interface CodeEditProps {
  readonly share: Share;
  readonly code: ShareCode;
  readonly onClose: () => void;
}

export function CodeEditDialog({ share, code, onClose }: CodeEditProps) {
  const [before] = useState(() => codeDraftOf(code));
  const [draft, setDraft] = useState(before);
  const queryClient = useQueryClient();
  const saving = useMutation({
    mutationFn: () => updateCode(code.id, codeChanges(draft, before, code)),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: sharesQuery(share.eventId).queryKey });
      onClose();
    },
  });
  const errors = fieldErrorsOf(saving.error);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <Dialog title={texts.share.editCodeTitle(code.label)} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p className="soft">{texts.share.editCodeHint}</p>
        <Field
          label={texts.share.labelField}
          required
          maxLength={200}
          autoComplete="off"
          value={draft.label}
          error={errors.get('label')}
          onChange={(event) => setDraft({ ...draft, label: event.currentTarget.value })}
        />
        <Field
          label={texts.share.lastDay}
          note={texts.share.codeLastDayNote}
          type="date"
          value={draft.lastDay}
          error={errors.get('until')}
          onChange={(event) => setDraft({ ...draft, lastDay: event.currentTarget.value })}
        />
        <Check
          label={texts.share.codeNoOriginals}
          checked={!draft.originals}
          onChange={(without) => setDraft({ ...draft, originals: !without })}
        />
        <Check
          label={texts.share.codeNoSelfie}
          hint={texts.share.codeNoSelfieHint}
          checked={!draft.selfie}
          onChange={(without) => setDraft({ ...draft, selfie: !without })}
        />
        <ErrorNotice error={saving.error} />
        <div className="row row-end">
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          <Button type="submit" look="primary" busy={saving.isPending} disabled={draft.label.trim() === ''}>
            {texts.share.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
