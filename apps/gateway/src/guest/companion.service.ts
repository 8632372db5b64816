/** @module Adds somebody to a guest's phone. They go through no door but the guest's. */
import { Inject, Injectable } from '@nestjs/common';
import type { CompanionCreate, GuestWelcome } from '@visage/contracts/guest.contract';
import { GuestRepository } from '@visage/database/guest/guest.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import type { Request, Response } from 'express';
import { LinkWallet } from '../access/link.wallet.js';
import { ConsentRegister } from '../consent/consent.register.js';
import { AuditLog, byGuest } from '../audit/audit.log.js';
import { ProblemError } from '../http/problem.error.js';
import { addressSubject } from '../limit/address.subject.js';
import { RateLimit } from '../limit/rate.limit.js';
import { JOIN_LIMIT } from '../limit/rate.settings.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { GuestJoining } from './guest.join.js';
import { GuestLink } from './guest.link.js';

@Injectable()
export class CompanionService {
  constructor(
    @Inject(GuestLink) private readonly link: GuestLink,
    @Inject(GuestJoining) private readonly joining: GuestJoining,
    @InjectRepository(GuestRepository) private readonly guests: GuestRepository,
    @Inject(LinkWallet) private readonly wallet: LinkWallet,
    @Inject(RateLimit) private readonly limit: RateLimit,
    @Inject(ConsentRegister) private readonly register: ConsentRegister,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Also for somebody who wants no search for themselves. @throws ProblemError 409 when as many share the phone as may. */
  async add(
    token: string,
    { name, version, by, keepLooking }: CompanionCreate,
    request: Request,
    response: Response,
  ): Promise<GuestWelcome> {
    const link = await this.link.open(token, request);
    this.link.require(link, 'event.accompany');
    await this.limit.take(JOIN_LIMIT, addressSubject(request.ip));
    const { id: guestId } = link.guest ?? (await this.joining.admit(link, {}, request));
    const { pseudonymOf } = this.register;
    const consent = { version, by, keepLooking, at: this.clock.now(), pseudonymOf };
    const companion = await this.guests.addCompanion(guestId, name, consent);
    if (!companion) throw tooMany();
    await this.audit.write(byGuest(guestId), {
      action: 'guest.companion-added',
      eventId: link.event.id,
      subjectId: companion.id,
      detail: { version, by, keepLooking },
    });
    this.wallet.add(request, response, 'guest', guestId);
    return this.link.welcome(await this.link.as(guestId, link, request));
  }
}

function tooMany(): ProblemError {
  const detail =
    'Eight others share this phone already. Remove one of them, or let them scan the code with a phone of their own.';
  return new ProblemError(409, 'too-many-companions', detail);
}
