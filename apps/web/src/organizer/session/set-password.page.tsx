/** @module Setting a password through the link from an administrator; its token comes after the `#`. */
import './sign-in.css';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { fieldErrorsOf } from '../../api/api.error.js';
import { getPasswordLinkOwner, setPassword } from '../../api/session.api.js';
import { texts } from '../../texts/texts.js';
import { Brand } from '../../ui/brand.js';
import { Button } from '../../ui/button.js';
import { ErrorNotice, Loading } from '../../ui/notice.js';
import { PasswordField } from '../../ui/password.field.js';
import { useTitle } from '../../ui/title.hook.js';

const MIN_LENGTH = 8;

export function SetPasswordPage() {
  useTitle(texts.session.setPassword);
  const [token] = useState(() => window.location.hash.slice(1) || 'missing-link');
  const [password, type] = useState('');
  const navigate = useNavigate();
  const {
    data: owner,
    error,
    isPending,
  } = useQuery({
    queryKey: ['password-link', token],
    queryFn: () => getPasswordLinkOwner(token),
    staleTime: Infinity,
  });
  const setting = useMutation({
    mutationFn: () => setPassword(token, { password }),
    onSuccess: () => navigate({ to: '/sign-in', replace: true }),
  });
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setting.mutate();
  };
  return (
    <main className="sign-in">
      <div className="sign-in-box">
        <p className="brand sign-in-brand">
          <Brand />
        </p>
        <h1 className="sign-in-title">{texts.session.setPassword}</h1>
        {isPending ? <Loading /> : null}
        <ErrorNotice error={error} />
        {owner ? (
          <form className="card stack" onSubmit={submit}>
            <p>{texts.session.setPasswordFor(owner.name, owner.email)}</p>
            <input type="hidden" name="username" autoComplete="username" value={owner.email} />
            <PasswordField
              label={texts.session.newPassword}
              note={texts.share.passwordLength(MIN_LENGTH)}
              autoComplete="new-password"
              required
              autoFocus
              minLength={MIN_LENGTH}
              value={password}
              error={fieldErrorsOf(setting.error).get('password')}
              onChange={(event) => type(event.currentTarget.value)}
            />
            <ErrorNotice error={setting.error} />
            <Button type="submit" look="primary" large busy={setting.isPending}>
              {texts.session.setPassword}
            </Button>
          </form>
        ) : null}
      </div>
    </main>
  );
}
