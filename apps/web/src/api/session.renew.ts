/** @module Keeps a session alive: renewed before it runs out, and once more when an answer says that it has. */
import type { ApiMethod } from '@visage/api-client/api.operation';
import { call } from './api.call.js';

const PATH = '/api/session/renew';
/** Looked at so often; a session is good for minutes. */
const LOOK_MS = 30_000;
/** Pictures are asked for without this module, so the session is renewed well before its end. */
const EARLY_MS = 5 * 60_000;

let renewing: Promise<number | null> | null = null;

/**
 * One request at a time, whoever asks.
 * @returns the new end in milliseconds since 1970; null when the session is over or the server was not reached.
 */
export function renewSession(): Promise<number | null> {
  renewing ??= ask().finally(() => {
    renewing = null;
  });
  return renewing;
}

async function ask(): Promise<number | null> {
  try {
    return Date.parse((await call('POST', PATH, { json: {} })).expiresAt);
  } catch {
    return null; // over, or no connection: the next look tries again
  }
}

/** Links of guests and the sign-in have no session to renew. @param path as the API's document writes it. */
export function mayRenew(method: ApiMethod, path: string): boolean {
  const signsIn = path === '/api/session' && method === 'POST';
  return !signsIn && !/^\/api\/(guest|password-links)(\/|$)/.test(path) && path !== PATH;
}

/** @param expiresAt end of the session, ISO 8601. @returns what ends it. */
export function keepSession(expiresAt: string): () => void {
  let end = Date.parse(expiresAt);
  const look = (): void => {
    if (document.visibilityState === 'hidden' || end - Date.now() > EARLY_MS) return;
    void renewSession().then((next) => {
      end = next ?? end;
    });
  };
  const timer = setInterval(look, LOOK_MS);
  document.addEventListener('visibilitychange', look);
  look();
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', look);
  };
}
