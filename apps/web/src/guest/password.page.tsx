/** @module The password of a link, before anything else is shown. */
import { type SubmitEvent, useState } from 'react';
import type { GuestWelcome } from '@visage/contracts/guest.contract';
import { ApiError } from '../api/api.error.js';
import { givePassword } from '../api/guest.api.js';
import { texts } from '../texts/texts.js';
import { useAction } from '../ui/action.hook.js';
import { Button } from '../ui/button.js';
import { ErrorNotice } from '../ui/notice.js';
import { PasswordField } from '../ui/password.field.js';
import type { GuestAction } from './guest.step.js';

interface PasswordPageProps {
  readonly token: string;
  readonly welcome: GuestWelcome;
  readonly dispatch: (action: GuestAction) => void;
}

export function PasswordPage({ token, welcome, dispatch }: PasswordPageProps) {
  const [password, setPassword] = useState('');
  const sending = useAction();
  const wording = texts.guest.password;
  const wrong = sending.error instanceof ApiError ? sending.error.fields.get('password') : undefined;
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    sending.run(async () => dispatch({ kind: 'welcomed', welcome: await givePassword(token, { password }) }));
  };
  return (
    <form className="stack guest-form" onSubmit={submit}>
      <div>
        <p className="guest-date">{welcome.eventName}</p>
        <h1>{wording.title}</h1>
        <p className="soft">{wording.text}</p>
      </div>
      <PasswordField
        label={wording.field}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        required
        value={password}
        error={wrong}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {wrong === undefined ? <ErrorNotice error={sending.error} /> : null}
      <Button type="submit" look="primary" large busy={sending.busy} disabled={password === ''}>
        {wording.submit}
      </Button>
    </form>
  );
}
