/** @module Asking to be let in, if guests are counted or let in one by one. */
import { type SubmitEvent, useState } from 'react';
import type { GuestWelcome } from '@visage/contracts/guest.contract';
import { joinShare } from '../api/guest.api.js';
import { texts } from '../texts/texts.js';
import { formatDay } from '../texts/format.js';
import { useAction } from '../ui/action.hook.js';
import { Button } from '../ui/button.js';
import { Field } from '../ui/field.js';
import { ErrorNotice } from '../ui/notice.js';
import type { GuestAction } from './guest.step.js';

interface JoinPageProps {
  readonly token: string;
  readonly welcome: GuestWelcome;
  readonly dispatch: (action: GuestAction) => void;
}

export function JoinPage({ token, welcome, dispatch }: JoinPageProps) {
  const [name, setName] = useState('');
  const joining = useAction();
  const wording = texts.guest.join;
  const asksName = welcome.approvalRequired;
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    joining.run(async () => {
      const joined = await joinShare(token, asksName ? { name: name.trim() } : {});
      dispatch({ kind: 'welcomed', welcome: joined });
    });
  };
  return (
    <form className="stack guest-form" onSubmit={submit}>
      <div>
        {welcome.eventDate ? <p className="guest-date">{formatDay(welcome.eventDate)}</p> : null}
        <h1>{texts.guest.welcomeGallery(welcome.eventName)}</h1>
        <p className="soft">{asksName ? wording.asks : wording.counted}</p>
      </div>
      {asksName ? (
        <Field
          label={wording.name}
          autoComplete="name"
          required
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      ) : null}
      <ErrorNotice error={joining.error} />
      <Button
        type="submit"
        look="primary"
        large
        busy={joining.busy}
        disabled={asksName && name.trim() === ''}
      >
        {asksName ? wording.ask : wording.enter}
      </Button>
    </form>
  );
}
