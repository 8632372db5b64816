/** @module Shares, for the organizers of their event. */
import { Inject, Injectable } from '@nestjs/common';
import type { User } from '@visage/contracts/session.contract';
import type { AuditDetail } from '@visage/contracts/audit.contract';
import type {
  Share,
  ShareAttributes,
  ShareCreate,
  ShareOverview,
  Shares,
  ShareUpdate,
} from '@visage/contracts/share.contract';
import { AlbumRepository } from '@visage/database/album/album.repository';
import { PersonListing } from '@visage/database/person/person.listing';
import { ShareDefaultsRepository } from '@visage/database/share/share-defaults.repository';
import { ShareRepository } from '@visage/database/share/share.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import type { Request } from 'express';
import { AuditLog, byUser } from '../audit/audit.log.js';
import { EventAccess } from '../access/event.access.js';
import { notFound } from '../http/problem.error.js';
import { problemOfIssues } from '../http/validation.pipe.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { ShareAnswer } from './share.answer.js';
import { changedShareColumns, newShareColumns, passwordColumns } from './share.settings.js';
import { ShortCodes } from './short.codes.js';

@Injectable()
export class ShareService {
  constructor(
    @InjectRepository(ShareRepository) private readonly shares: ShareRepository,
    @InjectRepository(ShareDefaultsRepository) private readonly defaults: ShareDefaultsRepository,
    @InjectRepository(AlbumRepository) private readonly albums: AlbumRepository,
    @InjectRepository(PersonListing) private readonly people: PersonListing,
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(ShortCodes) private readonly shortCodes: ShortCodes,
    @Inject(ShareAnswer) private readonly answer: ShareAnswer,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async create(user: User, eventId: string, body: ShareCreate, request: Request): Promise<Share> {
    await this.access.require(user, eventId, 'share.manage');
    await this.checkScope(eventId, body.scope);
    const code = {
      label: body.name,
      limits: { rights: {}, until: null },
      short: this.shortCodes.make(),
    };
    const record = await this.shares.create({
      eventId,
      code,
      ...(await newShareColumns(body, await this.defaults.find(), this.clock.now())),
    });
    const deed = { action: 'share.made', eventId, subjectId: record.id } as const;
    await this.audit.write(byUser(user), { ...deed, detail: shareDetail(record.attributes) });
    return this.answer.share(record, request);
  }

  /** Counts at once, also for guests who are in already: what they may is asked anew with every request. */
  async update(
    user: User,
    shareId: string,
    { password, ...change }: ShareUpdate,
    request: Request,
  ): Promise<Share> {
    const share = await this.shares.find(shareId);
    if (!share) throw notFound('share');
    await this.access.require(user, share.eventId, 'share.manage', 'share');
    if (change.scope) await this.checkScope(share.eventId, change.scope);
    const protection = await passwordColumns(password); // takes its time, so before the share is locked
    const record = await this.shares.update(shareId, (present) => ({
      ...changedShareColumns(change, present, this.clock.now()),
      ...protection,
    }));
    if (!record) throw notFound('share');
    const deed = { action: 'share.changed', eventId: share.eventId, subjectId: shareId } as const;
    await this.audit.write(byUser(user), { ...deed, detail: shareDetail(record.attributes) });
    return this.answer.share(record, request);
  }

  async list(user: User, eventId: string, request: Request): Promise<Shares> {
    await this.access.require(user, eventId, 'share.manage');
    const found = await this.shares.listOfEvent(eventId);
    const completed = await this.shortCodes.complete(found.flatMap((share) => share.codes));
    const shares = completed ? await this.shares.listOfEvent(eventId) : found;
    return { shares: shares.map((share) => this.answer.share(share, request)) };
  }

  /** For who helps as well: neither links nor codes. */
  async overview(user: User, eventId: string): Promise<ShareOverview> {
    await this.access.require(user, eventId, 'share.view');
    const now = this.clock.now();
    const shares = await this.shares.listOfEvent(eventId);
    return {
      shares: shares.map(({ id, name, codes, attributes: { limits } }) => ({
        ...{ id, name },
        open:
          limits.revokedAt === null && (limits.until === null || now.getTime() < Date.parse(limits.until)),
        guests: codes.reduce((sum, code) => sum + code.guests, 0),
      })),
    };
  }

  async revoke(user: User, shareId: string): Promise<void> {
    const share = await this.shares.find(shareId);
    if (!share) throw notFound('share');
    await this.access.require(user, share.eventId, 'share.manage', 'share');
    if (!(await this.shares.revoke(shareId, this.clock.now()))) return;
    await this.audit.write(byUser(user), {
      action: 'share.revoked',
      eventId: share.eventId,
      subjectId: shareId,
    });
  }

  private async checkScope(eventId: string, scope: ShareCreate['scope']): Promise<void> {
    if (scope.kind === 'albums') {
      const known = new Set((await this.albums.listOfEvent(eventId)).map(({ id }) => id));
      if (!scope.albumIds.every((id) => known.has(id))) {
        throw problemOfIssues([
          { path: ['scope', 'albumIds'], message: 'There is no such album in this event.' },
        ]);
      }
    }
    if (scope.kind !== 'person') return;
    const person = await this.people.find(scope.personId);
    const refuse = (message: string): Error => problemOfIssues([{ path: ['scope', 'personId'], message }]);
    if (person?.eventId !== eventId) throw refuse('There is no such person in this event.');
    if (person.appearance === 'withheld')
      throw refuse('This person is withheld: there is no link to their photos.');
  }
}

/** The attributes as they are now: what the share opens, and under which conditions. */
function shareDetail({ scope, rights, limits, presentation }: ShareAttributes): AuditDetail {
  const granted = Object.entries(rights).filter(([, given]) => given);
  return {
    scope: scope.kind,
    rights: granted.map(([right]) => right).join(' '),
    until: limits.until ?? 'never',
    password: limits.passwordRequired,
    approval: limits.approvalRequired,
    ...presentation,
  };
}
