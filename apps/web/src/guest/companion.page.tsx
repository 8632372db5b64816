/** @module Adds somebody who shares the guest's phone: what the family calls them, who agrees, and to what. */
import { useState } from 'react';
import type { ConsentBy, GuestWelcome } from '@visage/contracts/guest.contract';
import { addCompanion } from '../api/guest.api.js';
import { texts } from '../texts/texts.js';
import { Button } from '../ui/button.js';
import { Field } from '../ui/field.js';
import { ConsentAbout } from './consent.about.js';
import { ConsentButtons } from './consent.buttons.js';
import type { GuestAction } from './guest.step.js';

const WHO: readonly ConsentBy[] = ['self', 'parent'];

interface CompanionPageProps {
  readonly token: string;
  readonly welcome: GuestWelcome;
  readonly dispatch: (action: GuestAction) => void;
}

export function CompanionPage({ token, welcome, dispatch }: CompanionPageProps) {
  const wording = texts.guest.family;
  const [name, setName] = useState('');
  const [by, setBy] = useState<ConsentBy | null>(null);
  const agree = async (keepLooking: boolean): Promise<void> => {
    if (by === null) return;
    const { version } = texts.guest.consent;
    dispatch({
      kind: 'added',
      welcome: await addCompanion(token, { name: name.trim(), by, version, keepLooking }),
    });
  };
  return (
    <section className="card stack">
      <h1>{wording.add}</h1>
      <p>{wording.intro}</p>
      <Field
        label={wording.name}
        note={wording.nameNote}
        autoComplete="off"
        maxLength={40}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <fieldset className="field consent-by">
        <legend className="field-label">{wording.who}</legend>
        {WHO.map((one) => (
          <Button key={one} aria-pressed={by === one} onClick={() => setBy(one)}>
            {wording.by[one]}
          </Button>
        ))}
      </fieldset>
      <ul className="guest-points">
        {wording.points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <ConsentAbout token={token} welcome={welcome} />
      <ConsentButtons
        version={welcome.consentVersion}
        labels={wording}
        disabled={by === null || name.trim() === ''}
        onAgree={agree}
      >
        {(busy) => (
          <Button disabled={busy} onClick={() => dispatch({ kind: 'welcomed', welcome })}>
            {texts.common.cancel}
          </Button>
        )}
      </ConsentButtons>
    </section>
  );
}
