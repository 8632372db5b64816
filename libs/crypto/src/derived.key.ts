/** @module Keys for single purposes, derived from one secret by HKDF-SHA-256 (RFC 5869). */

import { hkdfSync } from 'node:crypto';
import { KEY_BYTES, assertKey } from './secret.key.js';

/** Separates these keys from any other use of the same secret. */
const SALT = 'visage/v1';

/**
 * The same secret and purpose always give the same key; another purpose gives an unrelated one.
 * @param purpose for example `session-jwt` or `token:share`.
 */
export function deriveKey(
  secret: Uint8Array,
  purpose: string,
  bytes: number = KEY_BYTES,
): Uint8Array<ArrayBuffer> {
  assertKey(secret, 'the secret to derive from');
  return new Uint8Array(hkdfSync('sha256', secret, SALT, purpose, bytes));
}
