/** @module Shares and codes as their organizers get them. */
import { Inject, Injectable } from '@nestjs/common';
import type { Share, ShareCode } from '@visage/contracts/share.contract';
import type { CountedCode } from '@visage/database/share/share.record';
import type { ShareWithCodes } from '@visage/database/share/share.repository';
import type { Request } from 'express';
import { ShareLink } from './share.link.js';
import { ShortCodes } from './short.codes.js';

@Injectable()
export class ShareAnswer {
  constructor(
    @Inject(ShareLink) private readonly link: ShareLink,
    @Inject(ShortCodes) private readonly shortCodes: ShortCodes,
  ) {}

  /** @param request by which the organizer reached us: the links are below its host. */
  share({ id, eventId, name, attributes, createdAt, codes }: ShareWithCodes, request: Request): Share {
    return {
      ...{ id, eventId, name, attributes },
      createdAt: createdAt.toISOString(),
      codes: codes.map((code) => this.code(code, request)),
    };
  }

  code(record: CountedCode, request: Request): ShareCode {
    const { id, label, limits, createdAt, revokedAt, guests, opens, lastUsedAt } = record;
    return {
      ...{ id, label, guests, opens },
      ...limits,
      url: this.link.urlOf(id, request),
      shortCode: this.shortCodes.shown(record),
      createdAt: createdAt.toISOString(),
      revokedAt: revokedAt?.toISOString() ?? null,
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    };
  }
}
