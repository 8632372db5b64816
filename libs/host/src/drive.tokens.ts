/** @module Refresh tokens of connected Drives at rest: sealed with a key made of the master key, bound to their user or guest. */
import { deriveKey } from '@visage/crypto/derived.key';
import { open, seal } from '@visage/crypto/sealed.box';

/** Kind of the signed tokens by which Google's notes are known. */
export const DRIVE_CHANNEL = 'drive-channel';

export class DriveTokens {
  private readonly key: Uint8Array;

  constructor(masterKey: Uint8Array) {
    this.key = deriveKey(masterKey, 'drive-refresh-token');
  }

  seal(holderId: string, refreshToken: string): Uint8Array<ArrayBuffer> {
    return seal(this.key, Buffer.from(refreshToken, 'utf8'), belongsTo(holderId));
  }

  /** @throws SealedBoxError when it was sealed for somebody else, or with another master key. */
  open(holderId: string, sealed: Uint8Array): string {
    return Buffer.from(open(this.key, sealed, belongsTo(holderId))).toString('utf8');
  }
}

function belongsTo(holderId: string): string {
  return JSON.stringify(['drive-refresh-token', holderId]);
}
