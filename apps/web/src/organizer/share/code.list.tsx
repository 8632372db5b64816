/** @module The codes of a share: show one, revoke one, add one. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { Share, ShareCode } from '@visage/contracts/share.contract';
import { createCode, revokeCode } from '../../api/share.api.js';
import { texts } from '../../texts/en.js';
import { Button } from '../../ui/button.js';
import { ConfirmDialog } from '../../ui/confirm.dialog.js';
import { Field } from '../../ui/field.js';
import { ErrorNotice } from '../../ui/notice.js';
import { sharesQuery } from './share.query.js';
import { openCodes } from './share.state.js';

interface CodeListProps {
  readonly share: Share;
  readonly shownId: string | null;
  readonly onShow: (codeId: string) => void;
}

export function CodeList({ share, shownId, onShow }: CodeListProps) {
  const [revoking, setRevoking] = useState<ShareCode | null>(null);
  return (
    <div className="stack">
      <div>
        <h3>{texts.share.codes}</h3>
        <p className="soft small">{texts.share.codesHint}</p>
      </div>
      {openCodes(share).length === 0 ? <p>{texts.share.noCodes}</p> : null}
      <ul role="list" className="codes" aria-label={texts.share.codes}>
        {share.codes.map((code) => (
          <li key={code.id} className="code-row" data-shown={code.id === shownId || undefined}>
            <button
              type="button"
              className="code-show"
              aria-label={texts.share.showCode(code.label)}
              aria-pressed={code.id === shownId}
              disabled={code.revokedAt !== null}
              onClick={() => onShow(code.id)}
            >
              <span className="code-show-label">{code.label}</span>
              <span className="soft small">
                {code.revokedAt ? texts.share.revoked : texts.share.guests(code.guests)}
              </span>
            </button>
            {code.revokedAt ? null : (
              <Button
                look="quiet-danger"
                aria-label={texts.share.revokeCodeNamed(code.label)}
                onClick={() => setRevoking(code)}
              >
                {texts.share.revokeCode}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <AddCode share={share} onAdded={onShow} />
      {revoking ? <RevokeCode share={share} code={revoking} onClose={() => setRevoking(null)} /> : null}
    </div>
  );
}

function AddCode({ share, onAdded }: { share: Share; onAdded: (codeId: string) => void }) {
  const [label, setLabel] = useState('');
  const queryClient = useQueryClient();
  const adding = useMutation({
    mutationFn: () => createCode(share.id, { label: label.trim() }),
    onSuccess: async (code) => {
      setLabel('');
      await queryClient.invalidateQueries({ queryKey: sharesQuery(share.eventId).queryKey });
      onAdded(code.id);
    },
  });
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    adding.mutate();
  };
  return (
    <form className="stack" onSubmit={submit}>
      <div className="code-add">
        <Field
          label={texts.share.label}
          placeholder={texts.share.labelPlaceholder}
          required
          maxLength={200}
          autoComplete="off"
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <Button type="submit" icon="plus" busy={adding.isPending} disabled={label.trim() === ''}>
          {texts.share.addCode}
        </Button>
      </div>
      <ErrorNotice error={adding.error} />
    </form>
  );
}

function RevokeCode({ share, code, onClose }: { share: Share; code: ShareCode; onClose: () => void }) {
  const queryClient = useQueryClient();
  const revoking = useMutation({
    mutationFn: () => revokeCode(code.id),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: sharesQuery(share.eventId).queryKey });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={texts.share.revokeCodeAsk(code.label)}
      warning={texts.share.revokeCodeWarning}
      action={texts.share.revokeCode}
      busy={revoking.isPending}
      error={revoking.error}
      onConfirm={() => revoking.mutate()}
      onClose={onClose}
    />
  );
}
