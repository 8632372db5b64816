/** @module What a browser is known by whose guest was sent away and then forgotten: a keyed hash of the guest's id, which it alone holds. */
import { createHmac } from 'node:crypto';
import type { PurposeKeys } from './purpose.keys.js';

/** Its keys are needed as long as browsers hold tokens. */
export const REFUSED_BROWSER = 'refused-browser';

/** @returns 43 characters of base64url; without the secret nobody tells whose they are */
export function hashRefusedBrowser(keys: PurposeKeys, guestId: string): string {
  return hashWith(keys.of(REFUSED_BROWSER)[0], guestId);
}

/** Under which it may be known: one of each key, the newest first. */
export function hashesOfRefusedBrowser(keys: PurposeKeys, guestId: string): string[] {
  return keys.of(REFUSED_BROWSER).map((key) => hashWith(key, guestId));
}

function hashWith(key: Uint8Array, guestId: string): string {
  return createHmac('sha256', key).update(guestId).digest('base64url');
}
