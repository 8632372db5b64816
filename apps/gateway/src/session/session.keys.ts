/** @module The keys of access tokens: the newest signs, and while the installation's secret is renewed the one before is known as well. */
import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { PurposeKeys } from '@visage/crypto/purpose.keys';
import { SECRETS } from '@visage/host/host.token';

/** Other sessions, keys and tokens are made with keys of other purposes, so none passes for another. */
const PURPOSE = 'session-jwt';

@Injectable()
export class SessionKeys {
  constructor(@Inject(SECRETS) private readonly secrets: PurposeKeys) {}

  get signing(): Buffer {
    return Buffer.from(this.secrets.of(PURPOSE)[0]);
  }

  /** The one that signed the token, or any where none did: the token is checked with it. */
  of(token: string): KeyObject {
    const [newest, ...others] = this.secrets.of(PURPOSE);
    return createSecretKey(others.find((key) => isSignedBy(key, token)) ?? newest);
  }
}

/** HMAC-SHA-256 over all before the last dot (RFC 7515, 5.1). */
function isSignedBy(key: Uint8Array, token: string): boolean {
  const dot = token.lastIndexOf('.');
  const given = Buffer.from(token.slice(dot + 1), 'base64url');
  const made = createHmac('sha256', key).update(token.slice(0, dot)).digest();
  return given.length === made.length && timingSafeEqual(given, made);
}
