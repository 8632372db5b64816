/** @module Under which name the register of consents knows a guest: one that tells nothing to whoever has only the database. */
import { createHmac } from 'node:crypto';
import type { PurposeKeys } from './purpose.keys.js';

/** HMAC-SHA-256, 43 characters of base64url; the same guest has the same one until the secret is renewed. */
export function consentPseudonym(keys: PurposeKeys, guestId: string): string {
  return createHmac('sha256', keys.of('consent-register:guest')[0]).update(guestId).digest('base64url');
}
