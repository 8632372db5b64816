/** @module Signing in. */
import './sign-in.css';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { signIn } from '../../api/session.api.js';
import { texts } from '../../texts/texts.js';
import { Brand } from '../../ui/brand.js';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { LanguageSwitch } from '../../ui/language.switch.js';
import { ErrorNotice } from '../../ui/notice.js';
import { PasswordField } from '../../ui/password.field.js';
import { useTitle } from '../../ui/title.hook.js';
import { nextPath } from './next.path.js';
import { sessionQuery } from './session.query.js';

export function SignInRoute() {
  useTitle(texts.session.title);
  const { next, ended } = useSearch({ from: '/sign-in' });
  const router = useRouter();
  const queryClient = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const entering = useMutation({
    mutationFn: signIn,
    onSuccess: ({ user, expiresAt }) => {
      queryClient.setQueryData(sessionQuery.queryKey, { user, expiresAt });
      router.history.replace(nextPath(next));
    },
  });
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    entering.mutate({ email: email.trim(), password });
  };
  return (
    <main className="sign-in">
      <div className="sign-in-box">
        <p className="brand sign-in-brand">
          <Brand />
        </p>
        <p className="soft">{texts.session.tagline}</p>
        <form className="card stack" onSubmit={submit}>
          <h1 className="sign-in-title">{texts.session.title}</h1>
          {ended && entering.error === null ? (
            <p className="notice" role="status">
              {texts.session.ended}
            </p>
          ) : null}
          <Field
            label={texts.session.email}
            type="email"
            name="email"
            autoComplete="username"
            required
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordField
            label={texts.session.password}
            name="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <ErrorNotice error={entering.error} />
          <Button type="submit" look="primary" large busy={entering.isPending}>
            {entering.isPending ? texts.session.submitting : texts.session.submit}
          </Button>
        </form>
        <p className="soft small">
          {texts.session.guestHint} <a href="/g">{texts.session.guestType}</a>.
        </p>
        <LanguageSwitch />
      </div>
    </main>
  );
}
