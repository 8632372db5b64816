/** @module The language that the reader chose, kept in this browser. */
const KEY = 'visage.language';

/** Null when none was chosen, or the browser keeps nothing for this site. */
export function keptLanguage(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function keepLanguage(language: string): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // Without storage, the choice lasts until the page is reloaded.
  }
}
