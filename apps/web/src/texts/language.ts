/** @module The languages of the web app, and which of them a reader gets. */

export interface LanguageFacts {
  /** The language's name in itself. */
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
}

export const LANGUAGES = {
  en: { name: 'English', direction: 'ltr' },
  de: { name: 'Deutsch', direction: 'ltr' },
} as const satisfies Record<string, LanguageFacts>;

export type Language = keyof typeof LANGUAGES;

export function isLanguage(value: string): value is Language {
  return Object.hasOwn(LANGUAGES, value);
}

const languageOf = (locale: string): string => locale.toLowerCase().split('-')[0] ?? '';

/**
 * @param kept what the reader chose earlier, or null.
 * @param preferred locales of the browser, most preferred first (`navigator.languages`).
 */
export function chooseLanguage(kept: string | null, preferred: readonly string[]): Language {
  if (kept !== null && isLanguage(kept)) return kept;
  return preferred.map(languageOf).find(isLanguage) ?? 'en';
}

/** The reader's own region of the language, for dates and numbers: `en-GB` if the browser asks for it. */
export function localeOf(language: Language, preferred: readonly string[]): string {
  return preferred.find((locale) => languageOf(locale) === language) ?? language;
}
