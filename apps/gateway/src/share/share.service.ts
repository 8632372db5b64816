/** @module Shares and their codes, for the organizers of their event. */
import { Inject, Injectable } from '@nestjs/common';
import type { User } from '@visage/contracts/session.contract';
import {
  DEFAULT_SHARE_DAYS,
  DEFAULT_SHARE_RIGHTS,
  type Share,
  type ShareCode,
  type ShareCodeCreate,
  type ShareCreate,
  type Shares,
} from '@visage/contracts/share.contract';
import { PersonListing } from '@visage/database/person.listing';
import { ShareRepository, type ShareCodeRecord, type ShareRecord } from '@visage/database/share.repository';
import type { Request } from 'express';
import { EventAccess } from '../access/event.access.js';
import { notFound } from '../http/problem.error.js';
import { problemOfIssues } from '../http/validation.pipe.js';
import { ShareLink } from './share.link.js';

const DAY_MS = 86_400_000;

@Injectable()
export class ShareService {
  constructor(
    @Inject(ShareRepository) private readonly shares: ShareRepository,
    @Inject(PersonListing) private readonly people: PersonListing,
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(ShareLink) private readonly link: ShareLink,
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
      codeLabel: name,
    });
    return this.toShare(record, request);
  }

  async list(user: User, eventId: string, request: Request): Promise<Shares> {
    await this.access.require(user, eventId, 'share.view');
    return { shares: (await this.shares.listOfEvent(eventId)).map((share) => this.toShare(share, request)) };
  }

  async revoke(user: User, shareId: string): Promise<void> {
    const share = await this.shares.find(shareId);
    if (!share) throw notFound('share');
    await this.access.require(user, share.eventId, 'share.manage', 'share');
    await this.shares.revoke(shareId, new Date());
  }

  async addCode(
    user: User,
    shareId: string,
    { label }: ShareCodeCreate,
    request: Request,
  ): Promise<ShareCode> {
    const share = await this.shares.find(shareId);
    if (!share) throw notFound('share');
    await this.access.require(user, share.eventId, 'share.manage', 'share');
    return this.toCode(await this.shares.addCode(shareId, label), request);
  }

  async revokeCode(user: User, codeId: string): Promise<void> {
    await this.requireCode(user, codeId, 'share.manage');
    await this.shares.revokeCode(codeId, new Date());
  }

  async codeUrl(user: User, codeId: string, request: Request): Promise<string> {
    await this.requireCode(user, codeId, 'share.view');
    return this.link.urlOf(codeId, request);
  }

  private async requireCode(
    user: User,
    codeId: string,
    action: 'share.view' | 'share.manage',
  ): Promise<void> {
    const opened = await this.shares.findCode(codeId);
    if (!opened) throw notFound('code');
    await this.access.require(user, opened.share.eventId, action, 'code');
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

  private toShare({ createdAt, codes, ...share }: ShareRecord, request: Request): Share {
    return {
      ...share,
      createdAt: createdAt.toISOString(),
      codes: codes.map((code) => this.toCode(code, request)),
    };
  }

  private toCode({ id, label, createdAt, revokedAt, guests }: ShareCodeRecord, request: Request): ShareCode {
    const dates = { createdAt: createdAt.toISOString(), revokedAt: revokedAt?.toISOString() ?? null };
    return { id, label, url: this.link.urlOf(id, request), ...dates, guests };
  }
}

/** @throws ProblemError when the day lies in the past: nobody could ever use the share. */
function expiryOf(until: string | null | undefined): Date | null {
  if (until === null) return null;
  if (until === undefined) return new Date(Date.now() + DEFAULT_SHARE_DAYS * DAY_MS);
  if (Date.parse(until) > Date.now()) return new Date(until);
  throw problemOfIssues([{ path: ['until'], message: 'This moment has passed; choose a later one.' }]);
}
