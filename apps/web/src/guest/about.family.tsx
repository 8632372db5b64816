/** @module What can be done about who is looked for: another selfie, somebody else, and being forgotten. */
import { useState } from 'react';
import type { FamilyMember, GuestWelcome } from '@visage/contracts/guest.contract';
import { forgetGuest, removeCompanion } from '../api/guest.api.js';
import { texts } from '../texts/texts.js';
import { useAction } from '../ui/action.hook.js';
import { Button } from '../ui/button.js';
import { ConfirmDialog } from '../ui/confirm.dialog.js';
import type { GuestAction } from './guest.step.js';

interface AboutFamilyProps {
  readonly token: string;
  readonly welcome: GuestWelcome;
  /** Whose photos are shown alone, of those whom the guest added. */
  readonly companion: FamilyMember | null;
  readonly dispatch: (action: GuestAction) => void;
}

export function AboutFamily({ token, welcome, companion, dispatch }: AboutFamilyProps) {
  const [asking, setAsking] = useState(false);
  const forgetting = useAction();
  const wording = texts.guest.forget;
  const who = companion?.name ?? null;
  const others = welcome.family.slice(1).map(({ name }) => name);
  const forget = (): void =>
    forgetting.run(async () => {
      if (companion) await removeCompanion(token, companion.id);
      else await forgetGuest(token);
      setAsking(false);
      dispatch(companion ? { kind: 'removed', memberId: companion.id } : { kind: 'forgotten' });
    });
  const joined = welcome.identified || welcome.consented || others.length > 0;
  return (
    <div className="row guest-about">
      {companion ? (
        <Button icon="camera" onClick={() => dispatch({ kind: 'findMe', forWhom: companion.id })}>
          {texts.guest.family[companion.identified ? 'anotherSelfie' : 'selfie'](companion.name ?? '')}
        </Button>
      ) : joined ? (
        <Button icon="camera" onClick={() => dispatch({ kind: 'findMe' })}>
          {texts.guest.photos.anotherSelfie}
        </Button>
      ) : null}
      {welcome.rights.selfie ? (
        <Button icon="plus" onClick={() => dispatch({ kind: 'addSomebody' })}>
          {texts.guest.family.add}
        </Button>
      ) : null}
      {joined ? (
        <Button look="quiet-danger" icon="trash" onClick={() => setAsking(true)}>
          {wording.action(who)}
        </Button>
      ) : null}
      {asking ? (
        <ConfirmDialog
          title={wording.title(who)}
          warning={
            companion || others.length === 0
              ? wording.text(who)
              : `${wording.text(who)} ${wording.others(others.join(', '))}`
          }
          action={wording.confirm(who)}
          busy={forgetting.busy}
          error={forgetting.error}
          onConfirm={forget}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </div>
  );
}
