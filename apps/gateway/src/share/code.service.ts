/** @module The codes of a share, for the organizers of its event. */
import { Inject, Injectable } from '@nestjs/common';
import type {
  CodesRenewed,
  ShareCode,
  ShareCodeLimits,
  ShareCodes,
  ShareCodesCreate,
  ShareCodeUpdate,
} from '@visage/contracts/share.contract';
import type { User } from '@visage/contracts/session.contract';
import { ShareCodeRepository } from '@visage/database/share/share-code.repository';
import type { CodeOfShare } from '@visage/database/share/share.record';
import { ShareRepository } from '@visage/database/share/share.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import type { Request } from 'express';
import { AuditLog, byUser } from '../audit/audit.log.js';
import { EventAccess } from '../access/event.access.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { ShareAnswer } from './share.answer.js';
import { ShareLink } from './share.link.js';
import { futureMoment } from './share.moment.js';
import { ShortCodes } from './short.codes.js';

/** A seat for each guest of the largest event; the list stays one page. */
const MAX_CODES = 2000;

@Injectable()
export class CodeService {
  constructor(
    @InjectRepository(ShareRepository) private readonly shares: ShareRepository,
    @InjectRepository(ShareCodeRepository) private readonly codes: ShareCodeRepository,
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(ShortCodes) private readonly shortCodes: ShortCodes,
    @Inject(ShareAnswer) private readonly answer: ShareAnswer,
    @Inject(ShareLink) private readonly link: ShareLink,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async add(
    user: User,
    shareId: string,
    { labels, ...given }: ShareCodesCreate,
    request: Request,
  ): Promise<ShareCodes> {
    const share = await this.shares.find(shareId);
    if (!share) throw notFound('share');
    await this.access.require(user, share.eventId, 'share.manage', 'share');
    if (share.codes.length + labels.length > MAX_CODES) {
      const detail = `A share has at most ${MAX_CODES} codes. Make another share for more.`;
      throw new ProblemError(409, 'too-many-codes', detail);
    }
    const limits = checked({ rights: {}, until: null, ...given }, this.clock.now());
    const made = labels.map((label) => ({ label, limits, short: this.shortCodes.make() }));
    const codes = await this.codes.add(shareId, made, this.clock.now());
    const deed = { action: 'code.made', eventId: share.eventId, subjectId: shareId } as const;
    await this.audit.write(byUser(user), { ...deed, detail: { codes: codes.length } });
    return { codes: codes.map((code) => this.answer.code(code, request)) };
  }

  /** Counts at once for those who use the code already. */
  async update(user: User, codeId: string, change: ShareCodeUpdate, request: Request): Promise<ShareCode> {
    const { share } = await this.require(user, codeId);
    const code = await this.codes.update(codeId, checked(change, this.clock.now()));
    if (!code) throw notFound('code');
    await this.audit.write(byUser(user), {
      action: 'code.changed',
      eventId: share.eventId,
      subjectId: codeId,
    });
    return this.answer.code(code, request);
  }

  async revoke(user: User, codeId: string): Promise<void> {
    const { share } = await this.require(user, codeId);
    if (!(await this.codes.revoke(codeId, this.clock.now()))) return;
    await this.audit.write(byUser(user), {
      action: 'code.revoked',
      eventId: share.eventId,
      subjectId: codeId,
    });
  }

  /** Whoever has seen the links before, by helping perhaps, comes in by none of them. */
  async renewAll(user: User, eventId: string): Promise<CodesRenewed> {
    await this.access.require(user, eventId, 'share.manage');
    const codes = await this.codes.renewAll(eventId, () => this.shortCodes.make(), this.clock.now());
    if (codes > 0)
      await this.audit.write(byUser(user), { action: 'code.renewed', eventId, detail: { codes } });
    return { codes };
  }

  async url(user: User, codeId: string, request: Request): Promise<string> {
    await this.require(user, codeId);
    return this.link.urlOf(codeId, request);
  }

  private async require(user: User, codeId: string): Promise<CodeOfShare> {
    const opened = await this.codes.find(codeId);
    if (!opened) throw notFound('code');
    await this.access.require(user, opened.share.eventId, 'share.manage', 'code');
    return opened;
  }
}

/** @throws ProblemError for an end in the past. */
function checked<T extends Partial<ShareCodeLimits>>(limits: T, now: Date): T {
  if (limits.until) futureMoment(limits.until, now);
  return limits;
}
