/** @module What can be done about who is looked for: another selfie, somebody else, what is held of them, and being forgotten. */
import type { FamilyMember, GuestWelcome } from '@visage/contracts/guest.contract';
import { texts } from '../texts/texts.js';
import { Button } from '../ui/button.js';
import { type GuestAction, mayBeSearchedFor } from './guest.step.js';
import { OwnData } from './own.data.js';

interface AboutFamilyProps {
  readonly token: string;
  readonly welcome: GuestWelcome;
  /** Whose photos are shown alone, of those whom the guest added. */
  readonly companion: FamilyMember | null;
  readonly dispatch: (action: GuestAction) => void;
}

export function AboutFamily({ token, welcome, companion, dispatch }: AboutFamilyProps) {
  const searched = welcome.identified || welcome.consented || welcome.family.length > 1;
  return (
    <div className="row guest-about">
      {!mayBeSearchedFor(welcome) ? null : companion ? (
        <Button icon="camera" onClick={() => dispatch({ kind: 'findMe', forWhom: companion.id })}>
          {texts.guest.family[companion.identified ? 'anotherSelfie' : 'selfie'](companion.name ?? '')}
        </Button>
      ) : searched ? (
        <Button icon="camera" onClick={() => dispatch({ kind: 'findMe' })}>
          {texts.guest.photos.anotherSelfie}
        </Button>
      ) : null}
      {mayBeSearchedFor(welcome) ? (
        <Button icon="plus" onClick={() => dispatch({ kind: 'addSomebody' })}>
          {texts.guest.family.add}
        </Button>
      ) : null}
      <OwnData token={token} welcome={welcome} companion={companion} dispatch={dispatch} />
    </div>
  );
}
