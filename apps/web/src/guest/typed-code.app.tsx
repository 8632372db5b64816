/** @module The page `/g`, where guests who cannot scan type the code from the card; and the addresses that hold such a code. */
import './guest.css';
import { type SubmitEvent, useCallback, useEffect, useState } from 'react';
import { ApiError } from '../api/api.error.js';
import { openTypedCode } from '../api/guest.api.js';
import { texts } from '../texts/texts.js';
import { useAction } from '../ui/action.hook.js';
import { Brand } from '../ui/brand.js';
import { Button } from '../ui/button.js';
import { Field } from '../ui/field.js';
import { ErrorNotice } from '../ui/notice.js';
import { useTitle } from '../ui/title.hook.js';
import { GuestFooter } from './guest.footer.js';

interface TypedCodeProps {
  /** The code that the address held, which is opened at once. */
  readonly typed?: string;
  /** Of the link: which page it leads to. */
  readonly page?: '' | '/objection';
}

export function TypedCodeApp({ typed = '', page = '' }: TypedCodeProps) {
  const wording = texts.guest.typed;
  useTitle(wording.title);
  const [code, setCode] = useState(typed);
  const opening = useAction();
  const wrong = opening.error instanceof ApiError ? opening.error.fields.get('code') : undefined;
  const { run } = opening;
  const open = useCallback(
    (given: string): void =>
      run(async () => {
        const { token } = await openTypedCode(given);
        const address = `/g/${token}${page}`;
        // whoever goes back from there is not led on again
        if (given === typed) window.location.replace(address);
        else window.location.assign(address);
      }),
    [run, typed, page],
  );
  useEffect(() => {
    if (typed !== '') open(typed);
  }, [typed, open]);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    open(code);
  };
  return (
    <>
      <header className="guest-masthead">
        <span className="brand">
          <Brand />
        </span>
      </header>
      <main className="page page-narrow">
        <form className="stack guest-form" onSubmit={submit}>
          <div>
            <h1>{wording.title}</h1>
            <p className="soft">{wording.text}</p>
          </div>
          <Field
            label={wording.field}
            className="typed-code"
            placeholder={wording.example}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            autoFocus
            required
            maxLength={40}
            value={code}
            error={wrong}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
          {wrong === undefined ? <ErrorNotice error={opening.error} /> : null}
          <Button type="submit" look="primary" large busy={opening.busy} disabled={code.trim() === ''}>
            {wording.submit}
          </Button>
        </form>
      </main>
      <GuestFooter token={null} opens={false} />
    </>
  );
}
