/** @module Shares, for the organizers of their event. */
import { Inject, Injectable } from '@nestjs/common';
import type { User } from '@visage/contracts/session.contract';
import {
  DEFAULT_SHARE_DAYS,
  DEFAULT_SHARE_RIGHTS,
  type Share,
  type ShareCreate,
  type Shares,
} from '@visage/contracts/share.contract';
import { PersonListing } from '@visage/database/person.listing';
import { ShareRepository } from '@visage/database/share.repository';
import type { Request } from 'express';
import { EventAccess } from '../access/event.access.js';
import { notFound } from '../http/problem.error.js';
import { problemOfIssues } from '../http/validation.pipe.js';
import { ShareAnswer } from './share.answer.js';
import { futureMoment } from './share.moment.js';
import { ShortCodes } from './short.codes.js';

const DAY_MS = 86_400_000;

@Injectable()
export class ShareService {
  constructor(
    @Inject(ShareRepository) private readonly shares: ShareRepository,
    @Inject(PersonListing) private readonly people: PersonListing,
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(ShortCodes) private readonly shortCodes: ShortCodes,
    @Inject(ShareAnswer) private readonly answer: ShareAnswer,
  ) {}

  async create(
    user: User,
    eventId: string,
    { name, scope, rights, until }: ShareCreate,
    request: Request,
  ): Promise<Share> {
    await this.access.require(user, eventId, 'share.manage');
    await this.checkScope(eventId, scope);
    const record = await this.shares.create({
      eventId,
      name,
      scope,
      rights: { ...DEFAULT_SHARE_RIGHTS, ...rights },
      presentation: { watermark: false, hideLocation: true },
      expiresAt: expiryOf(until),
      code: { label: name, limits: { rights: {}, until: null }, short: this.shortCodes.make() },
    });
    return this.answer.share(record, request);
  }

  async list(user: User, eventId: string, request: Request): Promise<Shares> {
    await this.access.require(user, eventId, 'share.view');
    const found = await this.shares.listOfEvent(eventId);
    const completed = await this.shortCodes.complete(found.flatMap((share) => share.codes));
    const shares = completed ? await this.shares.listOfEvent(eventId) : found;
    return { shares: shares.map((share) => this.answer.share(share, request)) };
  }

  async revoke(user: User, shareId: string): Promise<void> {
    const share = await this.shares.find(shareId);
    if (!share) throw notFound('share');
    await this.access.require(user, share.eventId, 'share.manage', 'share');
    await this.shares.revoke(shareId, new Date());
  }

  private async checkScope(eventId: string, scope: ShareCreate['scope']): Promise<void> {
    if (scope.kind === 'albums') {
      throw problemOfIssues([
        {
          path: ['scope', 'albumIds'],
          message: 'This event has no albums; share the gallery or own photos.',
        },
      ]);
    }
    if (scope.kind === 'person' && (await this.people.find(scope.personId))?.eventId !== eventId) {
      throw problemOfIssues([
        { path: ['scope', 'personId'], message: 'There is no such person in this event.' },
      ]);
    }
  }
}

/** @throws ProblemError when the day lies in the past: nobody could ever use the share. */
function expiryOf(until: string | null | undefined): Date | null {
  if (until === null) return null;
  if (until === undefined) return new Date(Date.now() + DEFAULT_SHARE_DAYS * DAY_MS);
  return futureMoment(until);
}
