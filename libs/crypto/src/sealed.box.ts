/**
 * @module Authenticated encryption of bytes at rest: AES-256-GCM (NIST SP 800-38D).
 *
 * A sealed box is `version (1) | nonce (12) | ciphertext | tag (16)`. The nonce is random, which is safe for 2^32 boxes
 * under one key; an event's key seals a few hundred thousand.
 */

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { OneOrMore } from './purpose.keys.js';
import { assertKey } from './secret.key.js';

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + NONCE_BYTES;
/** How many bytes longer a box is than its content. */
export const SEALED_BOX_OVERHEAD = HEADER_BYTES + TAG_BYTES;

/** A box that does not open: wrong key, wrong owner (aad), changed or truncated bytes, unknown version. */
export class SealedBoxError extends Error {
  override readonly name = 'SealedBoxError';
}

/**
 * @param key 32 bytes.
 * @param aad what the box belongs to; it is authenticated, not stored, and must be given again to open the box.
 */
export function seal(key: Uint8Array, plaintext: Uint8Array, aad: string): Uint8Array<ArrayBuffer> {
  assertKey(key, 'the key of a sealed box');
  const header = Uint8Array.of(VERSION, ...randomBytes(NONCE_BYTES));
  const cipher = createCipheriv('aes-256-gcm', key, header.subarray(1), { authTagLength: TAG_BYTES });
  cipher.setAAD(authenticated(aad));
  const box = new Uint8Array(plaintext.length + SEALED_BOX_OVERHEAD);
  box.set(header, 0);
  box.set(cipher.update(plaintext), HEADER_BYTES);
  cipher.final();
  box.set(cipher.getAuthTag(), HEADER_BYTES + plaintext.length);
  return box;
}

/** @throws SealedBoxError when the box was not sealed with this key and aad, or has been changed since. */
export function open(key: Uint8Array, box: Uint8Array, aad: string): Uint8Array<ArrayBuffer> {
  assertKey(key, 'the key of a sealed box');
  if (box.length < SEALED_BOX_OVERHEAD)
    throw new SealedBoxError(`a sealed box of ${box.length} bytes is truncated`);
  if (box[0] !== VERSION) throw new SealedBoxError(`unknown sealed box version ${box[0]}`);
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(1, HEADER_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(authenticated(aad));
  decipher.setAuthTag(box.subarray(box.length - TAG_BYTES));
  const decrypted = decipher.update(box.subarray(HEADER_BYTES, box.length - TAG_BYTES));
  const plaintext = new Uint8Array(decrypted);
  decrypted.fill(0);
  try {
    decipher.final();
  } catch (error) {
    plaintext.fill(0);
    throw new SealedBoxError(
      'the box was sealed with another key, belongs to something else, or was changed',
      { cause: error },
    );
  }
  return plaintext;
}

/** One key, or several of which any may have sealed a box. */
export type OpeningKeys = Uint8Array | OneOrMore;

/** @throws SealedBoxError when none of the keys opens it. */
export function openWithAny(keys: OpeningKeys, box: Uint8Array, aad: string): Uint8Array<ArrayBuffer> {
  if (keys instanceof Uint8Array) return open(keys, box, aad);
  for (const key of keys.slice(0, -1)) {
    const opened = tryOpen(key, box, aad);
    if (opened) return opened;
  }
  return open(keys.at(-1) ?? keys[0], box, aad);
}

/**
 * Seals anew what another key than the first one sealed. @returns null when the first one did.
 * @throws SealedBoxError when none of the keys opens it.
 */
export function reseal(keys: OneOrMore, box: Uint8Array, aad: string): Uint8Array<ArrayBuffer> | null {
  const opened = tryOpen(keys[0], box, aad);
  const content = opened ?? openWithAny(keys, box, aad);
  try {
    return opened ? null : seal(keys[0], content, aad);
  } finally {
    content.fill(0);
  }
}

function tryOpen(key: Uint8Array, box: Uint8Array, aad: string): Uint8Array<ArrayBuffer> | null {
  try {
    return open(key, box, aad);
  } catch (error) {
    if (error instanceof SealedBoxError) return null;
    throw error;
  }
}

/** The version is authenticated too, so that no box can be relabelled. */
function authenticated(aad: string): Uint8Array {
  return Buffer.concat([Uint8Array.of(VERSION), Buffer.from(aad, 'utf8')]);
}
