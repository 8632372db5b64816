/**
 * @module The texts of the language in use. `texts` is read on every render, never kept in a constant of a module,
 * because it changes when the reader chooses another language.
 */
import { en } from './en.js';
import { setLocale } from './format.js';
import { type Language, localeOf } from './language.js';
import type { Texts } from './texts.shape.js';

/** English is available at once; another language is a separate file, fetched by those who read it. */
const LOADERS: Readonly<Record<Language, () => Promise<Texts>>> = {
  en: () => Promise.resolve(en),
  de: () => import('./de.js').then(({ de }) => de),
};

export let texts: Texts = en;
let current: Language = 'en';
const readers = new Set<() => void>();

export function currentLanguage(): Language {
  return current;
}

/** @returns a function that stops watching. */
export function watchLanguage(onChange: () => void): () => void {
  readers.add(onChange);
  return () => readers.delete(onChange);
}

/**
 * Throws if the texts cannot be fetched; the language then stays the same.
 * @param preferred locales of the browser, which tell the reader's region.
 */
export async function setLanguage(language: Language, preferred: readonly string[]): Promise<void> {
  texts = await LOADERS[language]();
  current = language;
  setLocale(localeOf(language, preferred));
  for (const onChange of readers) onChange();
}
