/**
 * @module A short code at rest: a keyed hash to find it by, and a sealed box to show it to its organizer again. Both keys
 * come from outside the database, so a copy of it alone opens nothing and cannot be searched for the code.
 */

import { createHmac } from 'node:crypto';
import type { PurposeKeys } from './purpose.keys.js';
import { openWithAny, seal } from './sealed.box.js';

export interface SealedShortCode {
  /** 43 characters of base64url. */
  hash: string;
  box: Uint8Array<ArrayBuffer>;
}

const HASH = 'short-code:hash';
const BOX = 'short-code:box';

/** @param code canonical, as returned by createShortCode and normaliseShortCode. */
export function sealShortCode(keys: PurposeKeys, code: string): SealedShortCode {
  const hash = hashWith(keys.of(HASH)[0], code);
  const box = seal(keys.of(BOX)[0], Buffer.from(code, 'latin1'), hash);
  return { hash, box };
}

/** Under which it may be found: one of each key, the newest first. */
export function hashesOfShortCode(keys: PurposeKeys, code: string): string[] {
  return keys.of(HASH).map((key) => hashWith(key, code));
}

/** @throws SealedBoxError for other keys, or a box that belongs to another hash. */
export function openShortCode(keys: PurposeKeys, { hash, box }: { hash: string; box: Uint8Array }): string {
  return Buffer.from(openWithAny(keys.of(BOX), box, hash)).toString('latin1');
}

/** Under the newest keys; null when it is already. @throws SealedBoxError as above */
export function resealShortCode(
  keys: PurposeKeys,
  sealed: { hash: string; box: Uint8Array },
): SealedShortCode | null {
  const code = openShortCode(keys, sealed);
  return hashWith(keys.of(HASH)[0], code) === sealed.hash ? null : sealShortCode(keys, code);
}

/** HMAC-SHA-256; the same code always has the same hash. */
function hashWith(key: Uint8Array, code: string): string {
  return createHmac('sha256', key).update(code).digest('base64url');
}
