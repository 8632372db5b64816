/** @module Shares, for the organizers of their event. */
import { Inject, Injectable } from '@nestjs/common';
import type { User } from '@visage/contracts/session.contract';
import type { Share, ShareCreate, Shares, ShareUpdate } from '@visage/contracts/share.contract';
import { AlbumRepository } from '@visage/database/album.repository';
import { PersonListing } from '@visage/database/person.listing';
import { ShareRepository } from '@visage/database/share.repository';
import type { Request } from 'express';
import { EventAccess } from '../access/event.access.js';
import { notFound } from '../http/problem.error.js';
import { problemOfIssues } from '../http/validation.pipe.js';
import { ShareAnswer } from './share.answer.js';
import { changedShareColumns, newShareColumns } from './share.settings.js';
import { ShortCodes } from './short.codes.js';

@Injectable()
export class ShareService {
  constructor(
    @Inject(ShareRepository) private readonly shares: ShareRepository,
    @Inject(AlbumRepository) private readonly albums: AlbumRepository,
    @Inject(PersonListing) private readonly people: PersonListing,
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(ShortCodes) private readonly shortCodes: ShortCodes,
    @Inject(ShareAnswer) private readonly answer: ShareAnswer,
  ) {}

  async create(user: User, eventId: string, body: ShareCreate, request: Request): Promise<Share> {
    await this.access.require(user, eventId, 'share.manage');
    await this.checkScope(eventId, body.scope);
    const code = {
      label: body.name,
      limits: { rights: {}, until: null },
      short: this.shortCodes.make(),
    };
    const record = await this.shares.create({ eventId, code, ...(await newShareColumns(body)) });
    return this.answer.share(record, request);
  }

  /** Counts at once, also for guests who are in already: what they may is asked anew with every request. */
  async update(user: User, shareId: string, change: ShareUpdate, request: Request): Promise<Share> {
    const share = await this.shares.find(shareId);
    if (!share) throw notFound('share');
    await this.access.require(user, share.eventId, 'share.manage', 'share');
    if (change.scope) await this.checkScope(share.eventId, change.scope);
    const record = await this.shares.update(shareId, await changedShareColumns(change, share.attributes));
    if (!record) throw notFound('share');
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
      const known = new Set((await this.albums.listOfEvent(eventId)).map(({ id }) => id));
      if (!scope.albumIds.every((id) => known.has(id))) {
        throw problemOfIssues([{ path: ['scope', 'albumIds'], message: 'There is no such album in this event.' }]);
      }
    }
    if (scope.kind === 'person' && (await this.people.find(scope.personId))?.eventId !== eventId) {
      throw problemOfIssues([
        { path: ['scope', 'personId'], message: 'There is no such person in this event.' },
      ]);
    }
  }
}
