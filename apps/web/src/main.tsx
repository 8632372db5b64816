/** @module Start: a guest's link loads the guest's app alone, everything else the organizer's. */
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/layout.css';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { peekReturn } from './drive/drive.return.js';
import { guestTokenOf, isTypedCodePage } from './guest/guest.token.js';
import { keptLanguage } from './texts/kept.language.js';
import { chooseLanguage } from './texts/language.js';
import { setLanguage } from './texts/texts.js';
import { Crashed, ErrorBoundary } from './ui/error.boundary.js';
import { LanguageRoot } from './ui/language.root.js';

async function loadApp(): Promise<ReactNode> {
  if (isTypedCodePage(window.location.pathname)) {
    const { TypedCodeApp } = await import('./guest/typed-code.app.js');
    return <TypedCodeApp />;
  }
  const back = window.location.pathname === '/drive/connected' ? peekReturn() : undefined;
  const returning = back === undefined ? null : guestTokenOf(back);
  if (back !== undefined && returning !== null) {
    const { GuestDriveConnectedApp } = await import('./guest/guest-drive-connected.app.js');
    return <GuestDriveConnectedApp token={returning} back={back} />;
  }
  const token = guestTokenOf(window.location.pathname);
  if (token === null) {
    const { OrganizerApp } = await import('./organizer/organizer.app.js');
    return <OrganizerApp />;
  }
  const { GuestApp } = await import('./guest/guest.app.js');
  return <GuestApp token={token} />;
}

const element = document.getElementById('root');
if (element === null) throw new Error('The page has no #root element');
const root = createRoot(element);

async function speak(): Promise<void> {
  try {
    await setLanguage(chooseLanguage(keptLanguage(), navigator.languages), navigator.languages);
  } catch {
    // The texts could not be fetched: English is at hand, and the guest sees the photos.
  }
}

Promise.all([loadApp(), speak()]).then(
  ([app]) =>
    root.render(
      <LanguageRoot>
        <ErrorBoundary>{app}</ErrorBoundary>
      </LanguageRoot>,
    ),
  // The code of the app could not be fetched: offer to load the page again.
  () => root.render(<Crashed />),
);
