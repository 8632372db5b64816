/** @module Secrets of the Google client at rest: sealed with a key made of the installation's secret, each bound to what it is. */
import type { PurposeKeys } from '@visage/crypto/purpose.keys';
import { openWithAny, reseal, seal } from '@visage/crypto/sealed.box';

export type GoogleSecretKind = 'client-secret' | 'service-account';

const PURPOSE = 'google-setup';

export class GoogleSecrets {
  constructor(private readonly secrets: PurposeKeys) {}

  seal(kind: GoogleSecretKind, secret: string): Uint8Array<ArrayBuffer> {
    return seal(this.secrets.of(PURPOSE)[0], Buffer.from(secret, 'utf8'), kind);
  }

  /** @throws SealedBoxError when it was sealed as something else, or with another secret. */
  open(kind: GoogleSecretKind, sealed: Uint8Array): string {
    return Buffer.from(openWithAny(this.secrets.of(PURPOSE), sealed, kind)).toString('utf8');
  }

  /** Under the newest secret; null when it is already. @throws SealedBoxError as `open` does */
  reseal(kind: GoogleSecretKind, sealed: Uint8Array): Uint8Array<ArrayBuffer> | null {
    return reseal(this.secrets.of(PURPOSE), sealed, kind);
  }
}
