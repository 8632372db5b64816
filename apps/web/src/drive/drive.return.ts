/** @module Where in the app somebody was when they left for Google's page. */

const KEY = 'visage-drive-return';

export function rememberReturn(path: string): void {
  sessionStorage.setItem(KEY, path);
}

/** Can be taken once. */
export function takeReturn(): string | undefined {
  const path = sessionStorage.getItem(KEY) ?? undefined;
  sessionStorage.removeItem(KEY);
  return path;
}

/** Does not use it up. */
export function peekReturn(): string | undefined {
  return sessionStorage.getItem(KEY) ?? undefined;
}
