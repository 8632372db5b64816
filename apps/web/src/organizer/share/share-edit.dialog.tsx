/** @module Changing a share; it takes effect at once, even for guests who are already in. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { Share } from '@visage/contracts/share.contract';
import { fieldErrorsOf } from '../../api/api.error.js';
import { updateShare } from '../../api/share.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { ErrorNotice } from '../../ui/notice.js';
import { changesOf, draftOf, isComplete } from './share.draft.js';
import { ShareFields } from './share.fields.js';
import { sharesQuery } from './share.query.js';

export function ShareEditDialog({ share, onClose }: { share: Share; onClose: () => void }) {
  const [before] = useState(() => draftOf(share));
  const [draft, setDraft] = useState(before);
  const queryClient = useQueryClient();
  const saving = useMutation({
    mutationFn: () => updateShare(share.id, changesOf(draft, before)),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: sharesQuery(share.eventId).queryKey });
      onClose();
    },
  });
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <Dialog title={texts.share.editTitle(share.name)} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p className="soft">{texts.share.editHint}</p>
        <ShareFields
          eventId={share.eventId}
          draft={draft}
          onChange={setDraft}
          passwordSet={before.passwordAsked}
          all
          errors={fieldErrorsOf(saving.error)}
        />
        <ErrorNotice error={saving.error} />
        <div className="row row-end">
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          <Button type="submit" look="primary" busy={saving.isPending} disabled={!isComplete(draft)}>
            {texts.share.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
