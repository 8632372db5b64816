/** @module The codes of a share with the state of each: show, change or revoke one, add more. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Share, ShareCode } from '@visage/contracts/share.contract';
import { cardsUrl, revokeCode } from '../../api/share.api.js';
import { currentLanguage, texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { ConfirmDialog } from '../../ui/confirm.dialog.js';
import { Icon } from '../../ui/icon.js';
import { CodeAdd } from './code-add.form.js';
import { CodeEditDialog } from './code-edit.dialog.js';
import { sharesQuery } from './share.query.js';
import { codeStateOf, openCodes } from './share.state.js';

interface CodeListProps {
  readonly share: Share;
  readonly shownId: string | null;
  /** Cards say where whoever does not want to be shown objects. */
  readonly objection: boolean;
  readonly onShow: (codeId: string) => void;
}

export function CodeList({ share, shownId, objection, onShow }: CodeListProps) {
  const [revoking, setRevoking] = useState<ShareCode | null>(null);
  const [editing, setEditing] = useState<ShareCode | null>(null);
  const open = openCodes(share);
  return (
    <div className="stack">
      <div className="row row-apart">
        <div>
          <h3>{texts.share.codes}</h3>
          <p className="soft small">{texts.share.codesHint}</p>
        </div>
        {open.length > 1 ? (
          <a
            className="button"
            href={cardsUrl(share.id, { language: currentLanguage(), objection })}
            target="_blank"
            rel="noreferrer"
          >
            <Icon name="print" />
            {texts.share.cards(open.length)}
          </a>
        ) : null}
      </div>
      {open.length === 0 ? <p>{texts.share.noCodes}</p> : null}
      <ul role="list" className="codes codes-long" aria-label={texts.share.codes}>
        {share.codes.map((code) => (
          <li key={code.id} className="code-row" data-shown={code.id === shownId || undefined}>
            <button
              type="button"
              className="code-show"
              aria-pressed={code.id === shownId}
              disabled={code.revokedAt !== null}
              onClick={() => onShow(code.id)}
            >
              <span className="code-show-label">{code.label}</span>{' '}
              <span className="code-short">{code.shortCode}</span>{' '}
              <span className="soft small code-state">{codeStateOf(code, Date.now())}</span>
            </button>
            {code.revokedAt ? null : (
              <div className="code-row-actions">
                <Button
                  look="quiet"
                  icon="edit"
                  aria-label={texts.share.editCodeNamed(code.label)}
                  onClick={() => setEditing(code)}
                />
                <Button
                  look="quiet-danger"
                  aria-label={texts.share.revokeCodeNamed(code.label)}
                  onClick={() => setRevoking(code)}
                >
                  {texts.share.revokeCode}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      <CodeAdd share={share} onAdded={onShow} />
      {editing ? <CodeEditDialog share={share} code={editing} onClose={() => setEditing(null)} /> : null}
      {revoking ? <RevokeCode share={share} code={revoking} onClose={() => setRevoking(null)} /> : null}
    </div>
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
