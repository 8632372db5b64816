/** @module Refresh tokens of connected Drives at rest: sealed with a key made of the installation's secret, bound to their user or guest. */
import type { PurposeKeys } from '@visage/crypto/purpose.keys';
import { openWithAny, reseal, seal } from '@visage/crypto/sealed.box';

/** Kind of the signed tokens by which Google's notes are known. */
export const DRIVE_CHANNEL = 'drive-channel';

const PURPOSE = 'drive-refresh-token';

export class DriveTokens {
  constructor(private readonly secrets: PurposeKeys) {}

  seal(holderId: string, refreshToken: string): Uint8Array<ArrayBuffer> {
    return seal(this.secrets.of(PURPOSE)[0], Buffer.from(refreshToken, 'utf8'), belongsTo(holderId));
  }

  /** @throws SealedBoxError when it was sealed for somebody else, or with another secret. */
  open(holderId: string, sealed: Uint8Array): string {
    return Buffer.from(openWithAny(this.secrets.of(PURPOSE), sealed, belongsTo(holderId))).toString('utf8');
  }

  /** Under the newest secret; null when it is already. @throws SealedBoxError as `open` does */
  reseal(holderId: string, sealed: Uint8Array): Uint8Array<ArrayBuffer> | null {
    return reseal(this.secrets.of(PURPOSE), sealed, belongsTo(holderId));
  }
}

function belongsTo(holderId: string): string {
  return JSON.stringify(['drive-refresh-token', holderId]);
}
