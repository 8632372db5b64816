/** @module Welcome, and the question before a face search, in plain words. */
import type { GuestWelcome } from '@visage/contracts/guest.contract';
import { giveConsent } from '../api/guest.api.js';
import { texts } from '../texts/texts.js';
import { formatDay } from '../texts/format.js';
import { useAction } from '../ui/action.hook.js';
import { Button } from '../ui/button.js';
import { Icon, type IconName } from '../ui/icon.js';
import { ErrorNotice } from '../ui/notice.js';
import { ConsentAbout } from './consent.about.js';
import { ConsentButtons } from './consent.buttons.js';
import type { GuestAction } from './guest.step.js';

const STEP_ICONS: readonly IconName[] = ['check', 'camera', 'image'];

interface ConsentPageProps {
  readonly token: string;
  readonly welcome: GuestWelcome;
  readonly dispatch: (action: GuestAction) => void;
}

export function ConsentPage({ token, welcome, dispatch }: ConsentPageProps) {
  const wording = texts.guest.consent;
  const refusing = useAction();
  const answer = async (accepted: boolean, keepLooking: boolean): Promise<void> => {
    await giveConsent(token, { version: wording.version, accepted, keepLooking });
    dispatch(accepted ? { kind: 'accepted', keepsLooking: keepLooking } : { kind: 'refused' });
  };
  return (
    <>
      <section className="guest-hero">
        {welcome.eventDate ? <p className="guest-date">{formatDay(welcome.eventDate)}</p> : null}
        <h1>{texts.guest.welcome(welcome.eventName)}</h1>
        <p className="guest-how">{welcome.hasPhotos ? texts.guest.how : texts.guest.howEarly}</p>
        <ol className="guest-steps" role="list">
          {texts.guest.steps.map((step, index) => (
            <li key={step}>
              <Icon name={STEP_ICONS[index] ?? 'check'} />
              {step}
            </li>
          ))}
        </ol>
      </section>
      <section className="card stack">
        <h2>{wording.title}</h2>
        <p>{wording.intro}</p>
        <ul className="guest-points">
          {wording.points.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
        <ConsentAbout token={token} welcome={welcome} />
        <ConsentButtons
          version={welcome.consentVersion}
          labels={wording}
          disabled={refusing.busy}
          onAgree={(keepLooking) => answer(true, keepLooking)}
        >
          {(busy) => (
            <Button
              busy={refusing.busy}
              disabled={busy}
              onClick={() => refusing.run(() => answer(false, false))}
            >
              {wording.refuse}
            </Button>
          )}
        </ConsentButtons>
        <ErrorNotice error={refusing.error} />
      </section>
    </>
  );
}
