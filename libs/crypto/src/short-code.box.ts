/**
 * @module A short code at rest: a keyed hash to find it by, and a sealed box to show it to its organizer again. Both keys
 * come from the master key, so a copy of the database alone opens nothing and cannot be searched for the code.
 */

import { createHmac } from 'node:crypto';
import { deriveKey } from './derived.key.js';
import { open, seal } from './sealed.box.js';

export interface SealedShortCode {
  /** 43 characters of base64url. */
  hash: string;
  box: Uint8Array<ArrayBuffer>;
}

/** @param code canonical, as returned by createShortCode and normaliseShortCode. */
export function sealShortCode(secret: Uint8Array, code: string): SealedShortCode {
  const hash = hashShortCode(secret, code);
  const box = seal(deriveKey(secret, 'short-code:box'), Buffer.from(code, 'latin1'), hash);
  return { hash, box };
}

/** HMAC-SHA-256; the same code always has the same hash. */
export function hashShortCode(secret: Uint8Array, code: string): string {
  return createHmac('sha256', deriveKey(secret, 'short-code:hash')).update(code).digest('base64url');
}

/** @throws SealedBoxError for another secret, or a box that belongs to another hash. */
export function openShortCode(secret: Uint8Array, { hash, box }: { hash: string; box: Uint8Array }): string {
  return Buffer.from(open(deriveKey(secret, 'short-code:box'), box, hash)).toString('latin1');
}
