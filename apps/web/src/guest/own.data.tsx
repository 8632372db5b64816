/** @module What is held of a guest, or of somebody on their phone: to download, and to have forgotten. */
import { Suspense, useState } from 'react';
import type { FamilyMember, GuestWelcome } from '@visage/contracts/guest.contract';
import type { IssuedReceipt } from '@visage/contracts/receipt.contract';
import { texts } from '../texts/texts.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Loading } from '../ui/notice.js';
import { ForgetDialog } from './forget.dialog.js';
import { GuestDataLink } from './guest-data.link.js';
import type { GuestAction } from './guest.step.js';
import { ReceiptCard } from './later.receipt.js';

interface OwnDataProps {
  readonly token: string;
  readonly welcome: GuestWelcome;
  /** Whose photos are shown alone, of those whom the guest added; null = the guest. */
  readonly companion: FamilyMember | null;
  readonly dispatch: (action: GuestAction) => void;
}

/** Nothing for whoever has not joined. */
export function OwnData({ token, welcome, companion, dispatch }: OwnDataProps) {
  const [asking, setAsking] = useState(false);
  const [removed, setRemoved] = useState<{ memberId: string; receipt: IssuedReceipt } | null>(null);
  if (welcome.family.length === 0 && !welcome.consented) return null;
  const forgotten = (receipt: IssuedReceipt | null): void => {
    setAsking(false);
    if (!companion) dispatch({ kind: 'forgotten', receipt });
    else if (receipt) setRemoved({ memberId: companion.id, receipt });
    else dispatch({ kind: 'removed', memberId: companion.id });
  };
  return (
    <>
      <GuestDataLink token={token} />
      <Button look="quiet-danger" icon="trash" onClick={() => setAsking(true)}>
        {texts.guest.forget.action(companion?.name ?? null)}
      </Button>
      {asking ? (
        <ForgetDialog
          token={token}
          welcome={welcome}
          companion={companion}
          onForgotten={forgotten}
          onClose={() => setAsking(false)}
        />
      ) : null}
      {removed ? (
        <RemovedDialog
          receipt={removed.receipt}
          onClose={() => {
            setRemoved(null); // the page stays, for those who are left
            dispatch({ kind: 'removed', memberId: removed.memberId });
          }}
        />
      ) : null}
    </>
  );
}

function RemovedDialog({ receipt, onClose }: { receipt: IssuedReceipt; onClose: () => void }) {
  return (
    <Dialog title={texts.guest.forget.removed} onClose={onClose}>
      <p>{texts.guest.forget.keepReceipt}</p>
      <Suspense fallback={<Loading />}>
        <ReceiptCard issued={receipt} />
      </Suspense>
      <div className="row row-end">
        <Button look="primary" onClick={onClose}>
          {texts.common.close}
        </Button>
      </div>
    </Dialog>
  );
}
