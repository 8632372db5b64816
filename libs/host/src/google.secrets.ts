/** @module Secrets of the Google client at rest: sealed with a key made of the master key, each bound to what it is. */
import { deriveKey } from '@visage/crypto/derived.key';
import { open, seal } from '@visage/crypto/sealed.box';

export type GoogleSecretKind = 'client-secret' | 'service-account';

export class GoogleSecrets {
  private readonly key: Uint8Array;

  constructor(masterKey: Uint8Array) {
    this.key = deriveKey(masterKey, 'google-setup');
  }

  seal(kind: GoogleSecretKind, secret: string): Uint8Array<ArrayBuffer> {
    return seal(this.key, Buffer.from(secret, 'utf8'), kind);
  }

  /** @throws SealedBoxError when it was sealed as something else, or with another master key. */
  open(kind: GoogleSecretKind, sealed: Uint8Array): string {
    return Buffer.from(open(this.key, sealed, kind)).toString('utf8');
  }
}
