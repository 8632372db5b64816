/** @module What is held of a guest, or of somebody on their phone: to download, and to have forgotten. */
import { useState } from 'react';
import type { FamilyMember, GuestWelcome } from '@visage/contracts/guest.contract';
import type { IssuedReceipt } from '@visage/contracts/receipt.contract';
import { texts } from '../texts/texts.js';
import { Button } from '../ui/button.js';
import { ForgetDialog } from './forget.dialog.js';
import { GuestDataLink } from './guest-data.link.js';
import type { GuestAction } from './guest.step.js';

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
  if (welcome.family.length === 0 && !welcome.consented) return null;
  const forgotten = (receipt: IssuedReceipt | null): void => {
    setAsking(false);
    dispatch(
      companion ? { kind: 'removed', memberId: companion.id, receipt } : { kind: 'forgotten', receipt },
    );
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
    </>
  );
}
