/** @module How a browser becomes a guest: the password where one is asked for, then one place of the share. */
import { Inject, Injectable } from '@nestjs/common';
import { deny } from '@visage/access/access.reason';
import type { GuestJoin, GuestPassword, GuestWelcome } from '@visage/contracts/guest.contract';
import { verifyPassword } from '@visage/crypto/password.hash';
import { GuestRepository, type Consent, type GuestRecord } from '@visage/database/guest/guest.repository';
import { ShareRepository } from '@visage/database/share/share.repository';
import type { Request, Response } from 'express';
import { deniedProblem } from '../access/denied.problem.js';
import { AuditLog, byGuest } from '../audit/audit.log.js';
import { LinkWallet } from '../access/link.wallet.js';
import { ProblemError } from '../http/problem.error.js';
import { problemOfIssues } from '../http/validation.pipe.js';
import { addressSubject } from '../limit/address.subject.js';
import { RateLimit } from '../limit/rate.limit.js';
import { JOIN_LIMIT, SHARE_PASSWORD_LIMIT, SHARE_PASSWORD_TOTAL_LIMIT } from '../limit/rate.settings.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { GuestLink, type OpenLink } from './guest.link.js';

@Injectable()
export class GuestJoining {
  constructor(
    @Inject(GuestLink) private readonly link: GuestLink,
    @InjectRepository(GuestRepository) private readonly guests: GuestRepository,
    @InjectRepository(ShareRepository) private readonly shares: ShareRepository,
    @Inject(LinkWallet) private readonly wallet: LinkWallet,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(RateLimit) private readonly limit: RateLimit,
  ) {}

  /** Remembers in this browser that the password was given; a new password is asked for again. */
  async givePassword(
    token: string,
    { password }: GuestPassword,
    request: Request,
    response: Response,
  ): Promise<GuestWelcome> {
    const link = await this.link.open(token, request);
    const { share } = link;
    const known = await this.shares.findPassword(share.id);
    if (!known) return this.link.welcome(link);
    const subject = `${token} ${addressSubject(request.ip)}`;
    await this.limit.take(SHARE_PASSWORD_LIMIT, subject);
    await this.limit.take(SHARE_PASSWORD_TOTAL_LIMIT, share.id);
    if (!(await verifyPassword(known.hash, password))) throw wrongPassword();
    await this.limit.giveBack(SHARE_PASSWORD_LIMIT, subject);
    await this.limit.giveBack(SHARE_PASSWORD_TOTAL_LIMIT, share.id);
    this.wallet.add(request, response, 'password', known.id);
    return this.link.welcome(this.link.withPassword(link));
  }

  /** Takes a place of the share; where the organizer lets guests in one by one, the guest waits from now on. */
  async join(
    token: string,
    { name }: GuestJoin,
    request: Request,
    response: Response,
  ): Promise<GuestWelcome> {
    const link = await this.link.open(token, request);
    this.link.require(link, 'event.join');
    if (link.visitor.share.attributes.limits.approvalRequired && name === undefined) {
      throw problemOfIssues([{ path: ['name'], message: 'Say your name, so that the host knows who asks.' }]);
    }
    if (link.guest && name !== undefined) await this.guests.rename(link.guest.id, name);
    const guest = link.guest ?? (await this.admit(link, { name: name ?? null }, request));
    this.wallet.add(request, response, 'guest', guest.id);
    return this.link.welcome(await this.link.as(guest.id, link, request));
  }

  /** @throws ProblemError 403 when the last place was taken a moment ago. */
  async admit(
    { code, event }: OpenLink,
    who: { consent?: Consent | null; name?: string | null },
    request: Request,
  ): Promise<GuestRecord> {
    await this.limit.take(JOIN_LIMIT, addressSubject(request.ip));
    const guest = await this.guests.create(code, who);
    if (!guest) throw deniedProblem(deny('guests-full'), 'event');
    await this.audit.write(byGuest(guest.id), {
      action: 'guest.joined',
      eventId: event.id,
      subjectId: code.id,
    });
    return guest;
  }
}

function wrongPassword(): ProblemError {
  const detail = 'This password is not right. Ask the host for it, and mind capital letters.';
  return new ProblemError(403, 'wrong-password', detail, { fields: [{ path: 'password', message: detail }] });
}
