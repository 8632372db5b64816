/** @module The question before somebody is forgotten: what goes, and what becomes of photos that they sent. */
import type { FamilyMember, GuestWelcome } from '@visage/contracts/guest.contract';
import type { IssuedReceipt } from '@visage/contracts/receipt.contract';
import { useState } from 'react';
import { forgetGuest, removeCompanion } from '../api/guest.api.js';
import { texts } from '../texts/texts.js';
import { useAction } from '../ui/action.hook.js';
import { Check } from '../ui/check.js';
import { ConfirmDialog } from '../ui/confirm.dialog.js';

interface ForgetProps {
  readonly token: string;
  readonly welcome: GuestWelcome;
  /** Somebody on the guest's phone, who alone is meant; null = the guest, with all of them. */
  readonly companion: FamilyMember | null;
  readonly onForgotten: (receipt: IssuedReceipt | null) => void;
  readonly onClose: () => void;
}

export function ForgetDialog({ token, welcome, companion, onForgotten, onClose }: ForgetProps) {
  const [sent, setSent] = useState(false);
  const { busy, error, run } = useAction();
  const wording = texts.guest.forget;
  const who = companion?.name ?? null;
  const others = companion ? [] : welcome.family.slice(1).map(({ name }) => name);
  const forget = (): void =>
    run(async () => {
      const { receipt } = companion
        ? await removeCompanion(token, companion.id)
        : await forgetGuest(token, sent ? 'all' : 'waiting');
      onForgotten(receipt);
    });
  return (
    <ConfirmDialog
      title={wording.title(who)}
      warning={
        others.length === 0 ? wording.text(who) : `${wording.text(who)} ${wording.others(others.join(', '))}`
      }
      action={wording.confirm(who)}
      busy={busy}
      error={error}
      onConfirm={forget}
      onClose={onClose}
    >
      <p className="soft">{wording.log}</p>
      {welcome.rights.upload && !companion ? (
        <Check label={wording.sent} hint={wording.sentHint} checked={sent} onChange={setSent} />
      ) : null}
    </ConfirmDialog>
  );
}
