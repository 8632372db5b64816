/** @module What belongs to the wording of a consent: who is responsible, until when, and the whole text about privacy. */
import { lazy, Suspense, useState } from 'react';
import type { GuestWelcome } from '@visage/contracts/guest.contract';
import { texts } from '../texts/texts.js';
import { formatDay } from '../texts/format.js';
import { Loading } from '../ui/notice.js';

/** Read by few: its code is fetched by those. */
const PrivacyInFull = lazy(async () => ({ default: (await import('./privacy.text.js')).PrivacyInFull }));

interface ConsentAboutProps {
  readonly token: string;
  readonly welcome: GuestWelcome;
}

export function ConsentAbout({ token, welcome: { controller, facesLastDay } }: ConsentAboutProps) {
  const wording = texts.guest.consent;
  const [open, setOpen] = useState(false);
  return (
    <>
      {controller ? <p>{wording.responsible(controller.name, controller.contact)}</p> : null}
      {controller?.demo === true ? <p className="notice">{texts.privacy.responsible.demo}</p> : null}
      <p>{wording.until(formatDay(facesLastDay))}</p>
      <p>{wording.agreedTo(wording.version)}</p>
      <details className="privacy-text" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{wording.more}</summary>
        {open ? (
          <Suspense fallback={<Loading />}>
            <PrivacyInFull token={token} />
          </Suspense>
        ) : null}
      </details>
    </>
  );
}
