/**
 * @module Google sends a guest back here: the page passes on what Google said and returns the guest to their photos.
 */
import './guest.css';
import { useEffect, useRef, useState } from 'react';
import { finishGuestConsent } from '../api/guest-drive.api.js';
import { takeReturn } from '../drive/drive.return.js';
import { texts } from '../texts/texts.js';
import { Brand } from '../ui/brand.js';
import { ErrorNotice, Loading } from '../ui/notice.js';
import { useTitle } from '../ui/title.hook.js';

export function GuestDriveConnectedApp({ token, back }: { token: string; back: string }) {
  const sent = useRef(false);
  const [error, setError] = useState<unknown>(null);
  useTitle(texts.drive.title);
  useEffect(() => {
    if (sent.current) return; // a code is valid only once
    sent.current = true;
    takeReturn();
    const search = new URLSearchParams(window.location.search);
    const [code, refused] = [search.get('code'), search.get('error')];
    const answer = {
      state: search.get('state') ?? '',
      ...(code !== null && { code }),
      ...(refused !== null && { error: refused }),
    };
    finishGuestConsent(token, answer).then(() => window.location.replace(back), setError);
  }, [token, back]);
  return (
    <>
      <header className="guest-masthead">
        <span className="brand">
          <Brand />
        </span>
      </header>
      <main className="page page-narrow">
        {error === null ? (
          <Loading />
        ) : (
          <div className="centred">
            <h1>{texts.drive.refusedTitle}</h1>
            <ErrorNotice error={error} />
            <a href={back} className="button button-primary">
              {texts.drive.goBack}
            </a>
          </div>
        )}
      </main>
    </>
  );
}
