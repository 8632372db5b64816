/** @module Redraws everything when the language changes, and tells browsers and screen readers which one it is. */
import { Fragment, type ReactNode, useLayoutEffect, useSyncExternalStore } from 'react';
import { LANGUAGES } from '../texts/language.js';
import { currentLanguage, watchLanguage } from '../texts/texts.js';

export function LanguageRoot({ children }: { children: ReactNode }) {
  const language = useSyncExternalStore(watchLanguage, currentLanguage);
  useLayoutEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = LANGUAGES[language].direction;
  }, [language]);
  return <Fragment key={language}>{children}</Fragment>;
}
