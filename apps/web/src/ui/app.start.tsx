/** @module Starts a page: its styles, the reader's language, then the app. */
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/controls.css';
import '../styles/layout.css';
import { Fragment, type ReactNode, useLayoutEffect, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import { keptLanguage } from '../texts/kept.language.js';
import { chooseLanguage, LANGUAGES } from '../texts/language.js';
import { currentLanguage, setLanguage, watchLanguage } from '../texts/texts.js';
import { Crashed, ErrorBoundary } from './error.boundary.js';

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

/** Redraws everything when the language changes, and tells browsers and screen readers which one it is. */
function LanguageRoot({ children }: { children: ReactNode }) {
  const language = useSyncExternalStore(watchLanguage, currentLanguage);
  useLayoutEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = LANGUAGES[language].direction;
  }, [language]);
  return <Fragment key={language}>{children}</Fragment>;
}
