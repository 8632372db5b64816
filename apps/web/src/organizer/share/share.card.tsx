/** @module One share: the code to print on one side, what it allows and its codes on the other. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Event } from '@visage/contracts/event.contract';
import type { Share } from '@visage/contracts/share.contract';
import { revokeShare } from '../../api/share.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { ConfirmDialog } from '../../ui/confirm.dialog.js';
import { CodeCard } from './code.card.js';
import { CodeList } from './code.list.js';
import { ShareEditDialog } from './share-edit.dialog.js';
import { sharesQuery } from './share.query.js';
import { attributeLines, isRevoked, shownCode, validityOf } from './share.state.js';
import { WaitingGuests } from './waiting.guests.js';

export function ShareCard({ share, event }: { share: Share; event: Event | undefined }) {
  const [editing, setEditing] = useState(false);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [objection, setObjection] = useState(false);
  const revoked = isRevoked(share);
  const code = revoked ? null : shownCode(share, chosenId);
  return (
    <section className="card share" aria-label={share.name}>
      {code ? (
        <CodeCard event={event} share={share} code={code} objection={objection} onObjection={setObjection} />
      ) : null}
      <div className="stack share-side">
        <div className="row row-apart">
          <div>
            <h2>{share.name}</h2>
            <p className="soft">
              {texts.share.scopes[share.attributes.scope.kind]} · {validityOf(share, Date.now())}
            </p>
          </div>
          {revoked ? null : (
            <Button icon="edit" onClick={() => setEditing(true)}>
              {texts.share.edit}
            </Button>
          )}
        </div>
        {revoked ? null : <Attributes share={share} />}
        {revoked ? null : (
          <>
            {share.attributes.limits.approvalRequired ? <WaitingGuests share={share} /> : null}
            <CodeList share={share} shownId={code?.id ?? null} objection={objection} onShow={setChosenId} />
            <RevokeShare share={share} />
          </>
        )}
      </div>
      {editing ? <ShareEditDialog share={share} onClose={() => setEditing(false)} /> : null}
    </section>
  );
}

/** What differs from the usual, in plain words. */
function Attributes({ share }: { share: Share }) {
  const lines = attributeLines(share);
  if (lines.length === 0) return null;
  return (
    <ul className="share-attributes" aria-label={texts.share.attributes}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function RevokeShare({ share }: { share: Share }) {
  const [asking, setAsking] = useState(false);
  const queryClient = useQueryClient();
  const revoking = useMutation({
    mutationFn: () => revokeShare(share.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: sharesQuery(share.eventId).queryKey }),
  });
  return (
    <div>
      <Button look="quiet-danger" icon="trash" onClick={() => setAsking(true)}>
        {texts.share.revokeShare}
      </Button>
      {asking ? (
        <ConfirmDialog
          title={texts.share.revokeShareAsk(share.name)}
          warning={texts.share.revokeShareWarning}
          action={texts.share.revokeShare}
          busy={revoking.isPending}
          error={revoking.error}
          onConfirm={() => revoking.mutate()}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </div>
  );
}
