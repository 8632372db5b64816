/**
 * @module Signed tokens for QR codes and guests: unforgeable, URL-safe and short.
 *
 * A token is base64url of `form (1) | id | tag (16)`; the tag is HMAC-SHA-256 cut to 128 bits (NIST SP 800-107,
 * 5.3.4). With a UUID it is 44 characters. The kind is not in the token but in the key, so a token of one kind never
 * passes as another. Whether a token was revoked or has expired is recorded in the row its id names.
 */

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { PurposeKeys } from './purpose.keys.js';

/** What tokens are for. Whoever holds one of them goes on to be recognised when the secret of the installation is renewed. */
export const TOKEN_KINDS = [
  'share-code',
  'guest',
  'password',
  'password-link',
  'objection',
  'zip',
  'drive-channel',
] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

const TAG_BYTES = 16;
const FORM_UUID = 1;
const FORM_TEXT = 2;
const UUID_BYTES = 16;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MAX_TOKEN_LENGTH = 512;

/**
 * @param keys the newest one signs.
 * @param id of the row the token refers to; a lower-case UUID is packed most tightly.
 */
export function createSignedToken(keys: PurposeKeys, kind: TokenKind, id: string): string {
  const body = UUID.test(id)
    ? Buffer.concat([Uint8Array.of(FORM_UUID), Buffer.from(id.replaceAll('-', ''), 'hex')])
    : Buffer.concat([Uint8Array.of(FORM_TEXT), Buffer.from(id, 'utf8')]);
  const token = Buffer.concat([body, tagOf(keys.of(purposeOf(kind))[0], body)]).toString('base64url');
  if (token.length > MAX_TOKEN_LENGTH)
    throw new RangeError(`an id of ${id.length} characters is too long for a token`);
  return token;
}

/** @returns the id, or null if none of these keys made the token for this kind. */
export function verifySignedToken(keys: PurposeKeys, kind: TokenKind, token: string): string | null {
  if (token.length > MAX_TOKEN_LENGTH) return null;
  const bytes = Buffer.from(token, 'base64url');
  // Decoding is lenient; only the exact spelling that was handed out counts.
  if (bytes.length <= TAG_BYTES || bytes.toString('base64url') !== token) return null;
  const body = bytes.subarray(0, bytes.length - TAG_BYTES);
  const tag = bytes.subarray(body.length);
  if (!keys.of(purposeOf(kind)).some((key) => timingSafeEqual(tag, tagOf(key, body)))) return null;
  const id = body.subarray(1);
  if (body[0] === FORM_TEXT) return id.toString('utf8');
  return body[0] === FORM_UUID && id.length === UUID_BYTES ? uuidOf(id) : null;
}

/** Of the key that signs them. */
export function purposeOf(kind: TokenKind): string {
  return `token:${kind}`;
}

function tagOf(key: Uint8Array, body: Uint8Array): Uint8Array {
  return createHmac('sha256', key).update(body).digest().subarray(0, TAG_BYTES);
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}
