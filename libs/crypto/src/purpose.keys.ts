/**
 * @module Keys for single purposes: tokens, sessions, short codes, secrets of Google. The newest of a purpose makes, all of them
 * recognise, so that a QR code which was printed before the secret was renewed still opens.
 */

import { deriveKey } from './derived.key.js';

export type OneOrMore = readonly [Uint8Array, ...Uint8Array[]];

export interface PurposeKeys {
  /** 32 bytes each, the newest first. @param purpose for example `session-jwt` or `token:share-code`. */
  of(purpose: string): OneOrMore;
}

/** Those of one secret, which was never renewed. */
export function keysOfSecret(secret: Uint8Array): PurposeKeys {
  const made = new Map<string, OneOrMore>();
  return {
    of: (purpose) => {
      const keys = made.get(purpose) ?? [deriveKey(secret, purpose)];
      made.set(purpose, keys);
      return keys;
    },
  };
}
