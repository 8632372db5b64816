/** @module Posters and table cards of codes that are open. */
import { Inject, Injectable } from '@nestjs/common';
import { accentColours, DEFAULT_ACCENT } from '@visage/contracts/accent.colour';
import type { User } from '@visage/contracts/session.contract';
import type { CardsQuery, PosterQuery } from '@visage/contracts/share.contract';
import { ShareCodeRepository } from '@visage/database/share/share-code.repository';
import type { ShareCodeRecord, ShareRecord } from '@visage/database/share/share.record';
import { ShareRepository } from '@visage/database/share/share.repository';
import type { EventFacts } from '@visage/database/event/event.listing';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import type { Request } from 'express';
import { EventAccess } from '../access/event.access.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { cardsPdf } from '../print/cards.pdf.js';
import { posterPdf } from '../print/poster.pdf.js';
import type { PrintContent } from '../print/print.content.js';
import { LogoService } from './logo.service.js';
import { ShareLink } from './share.link.js';
import { ShortCodes } from './short.codes.js';

@Injectable()
export class PrintService {
  constructor(
    @InjectRepository(ShareRepository) private readonly shares: ShareRepository,
    @InjectRepository(ShareCodeRepository) private readonly codes: ShareCodeRepository,
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(LogoService) private readonly logos: LogoService,
    @Inject(ShareLink) private readonly link: ShareLink,
    @Inject(ShortCodes) private readonly shortCodes: ShortCodes,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async poster(
    user: User,
    codeId: string,
    { size, ...wanted }: PosterQuery,
    request: Request,
  ): Promise<Buffer> {
    const opened = await this.codes.find(codeId);
    if (!opened) throw notFound('code');
    const event = await this.access.require(user, opened.share.eventId, 'share.manage', 'code');
    const logo = await this.logos.find(event.id);
    return posterPdf({ ...this.content(opened.code, opened.share, event, logo, request), ...wanted }, size);
  }

  /** @throws ProblemError 409 when no code of the share is open: nothing would be printed. */
  async cards(user: User, shareId: string, wanted: CardsQuery, request: Request): Promise<Buffer> {
    const share = await this.shares.find(shareId);
    if (!share) throw notFound('share');
    const event = await this.access.require(user, share.eventId, 'share.manage', 'share');
    const now = this.clock.now();
    const open = share.codes.filter((code) => code.revokedAt === null && !isOver(code.limits.until, now));
    if (open.length === 0) {
      throw new ProblemError(409, 'no-codes', 'This share has no open code to print. Add one first.');
    }
    const logo = await this.logos.find(event.id);
    const cards = open.map((code) => ({ ...this.content(code, share, event, logo, request), ...wanted }));
    return cardsPdf(event.name, wanted.language, cards);
  }

  private content(
    code: ShareCodeRecord,
    share: ShareRecord,
    event: EventFacts,
    logo: Buffer | null,
    request: Request,
  ): Omit<PrintContent, keyof CardsQuery> {
    return {
      eventName: event.name,
      eventDate: event.date,
      accent: accentColours(event.accent ?? DEFAULT_ACCENT, 'light').accent,
      url: this.link.urlOf(code.id, request),
      shortCode: this.shortCodes.shown(code),
      label: code.label,
      scope: share.attributes.scope.kind,
      logo,
    };
  }
}

function isOver(until: string | null, now: Date): boolean {
  return until !== null && !(now.getTime() < Date.parse(until));
}
