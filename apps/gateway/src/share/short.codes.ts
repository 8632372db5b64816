/** @module The codes that people type: made with each QR code, sealed in the database, shown to their organizer. */
import { Inject, Injectable } from '@nestjs/common';
import type { PurposeKeys } from '@visage/crypto/purpose.keys';
import { openShortCode, sealShortCode } from '@visage/crypto/short-code.box';
import { createShortCode, formatShortCode } from '@visage/crypto/short.code';
import type { NewCode, ShareCodeRecord } from '@visage/database/share/share.record';
import { ShareCodeRepository } from '@visage/database/share/share-code.repository';
import { SECRETS } from '@visage/host/host.token';
import { InjectRepository } from '../platform/repository.decorator.js';

@Injectable()
export class ShortCodes {
  constructor(
    @Inject(SECRETS) private readonly secrets: PurposeKeys,
    @InjectRepository(ShareCodeRepository) private readonly codes: ShareCodeRepository,
  ) {}

  make(): NewCode['short'] {
    return sealShortCode(this.secrets, createShortCode());
  }

  /** As it is printed; empty for a code that has none. */
  shown({ short }: ShareCodeRecord): string {
    return short === null ? '' : formatShortCode(openShortCode(this.secrets, short));
  }

  /** Codes made before there were short codes get one. @returns whether any did. */
  async complete(codes: readonly ShareCodeRecord[]): Promise<boolean> {
    const without = codes.filter((code) => code.short === null);
    for (const code of without) await this.codes.setShort(code.id, this.make());
    return without.length > 0;
  }
}
