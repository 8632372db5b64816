/** @module Starts a page: its styles, the reader's language, then the app. */
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/controls.css';
import '../styles/layout.css';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { keptLanguage } from '../texts/kept.language.js';
import { chooseLanguage } from '../texts/language.js';
import { setLanguage } from '../texts/texts.js';
import { Crashed, ErrorBoundary } from './error.boundary.js';
import { LanguageRoot } from './language.root.js';

export function startApp(app: ReactNode | Promise<ReactNode>): void {
  const element = document.getElementById('root');
  if (element === null) throw new Error('The page has no #root element');
  const root = createRoot(element);
  Promise.all([app, speak()]).then(
    ([loaded]) =>
      root.render(
        <LanguageRoot>
          <ErrorBoundary>{loaded}</ErrorBoundary>
        </LanguageRoot>,
      ),
    // The code of the app could not be fetched: offer to reload the page.
    () => root.render(<Crashed />),
  );
}

async function speak(): Promise<void> {
  try {
    await setLanguage(chooseLanguage(keptLanguage(), navigator.languages), navigator.languages);
  } catch {
    // The texts could not be fetched: English is available, and the guest sees the photos.
  }
}
