/** @module A guest's welcome and consent. */
import { Inject, Injectable } from '@nestjs/common';
import type { GuestAdmission, GuestConsent, GuestWelcome } from '@visage/contracts/guest.contract';
import { GuestRepository } from '@visage/database/guest/guest.repository';
import { ShareCodeRepository } from '@visage/database/share/share-code.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import type { Request, Response } from 'express';
import { AuditLog, byGuest } from '../audit/audit.log.js';
import { LinkWallet } from '../access/link.wallet.js';
import { ConsentRegister } from '../consent/consent.register.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { admissionOf } from './guest.admission.js';
import { GuestJoining } from './guest.join.js';
import { GuestLink } from './guest.link.js';

@Injectable()
export class GuestService {
  constructor(
    @Inject(GuestLink) private readonly link: GuestLink,
    @Inject(GuestJoining) private readonly joining: GuestJoining,
    @InjectRepository(ShareCodeRepository) private readonly codes: ShareCodeRepository,
    @InjectRepository(GuestRepository) private readonly guests: GuestRepository,
    @Inject(LinkWallet) private readonly wallet: LinkWallet,
    @Inject(ConsentRegister) private readonly register: ConsentRegister,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async welcome(token: string, request: Request): Promise<GuestWelcome> {
    const link = await this.link.open(token, request);
    await this.codes.countOpen(link.code.id, this.clock.now());
    if (!link.guest) return this.link.welcome(link);
    await this.guests.visit(link.guest.id, this.clock.now());
    return this.link.welcome(await this.link.as(link.guest.id, link, request));
  }

  async admission(token: string, request: Request): Promise<GuestAdmission> {
    return { admission: admissionOf((await this.link.open(token, request)).visitor) };
  }

  /** A refusal is recorded too: as a guest without consent, and without what an earlier consent had found. */
  async consent(
    token: string,
    { accepted, version, keepLooking }: GuestConsent,
    request: Request,
    response: Response,
  ): Promise<GuestWelcome> {
    const link = await this.link.open(token, request);
    this.link.require(link, 'event.join');
    if (accepted) this.link.requireFaceSearch(link);
    const { pseudonymOf } = this.register;
    const at = this.clock.now();
    const consent = accepted ? { version, at, keepLooking, pseudonymOf } : null;
    if (link.guest && consent) await this.guests.recordConsent(link.guest.id, consent);
    else if (link.guest) await this.guests.withdrawConsent(link.guest.id, { by: 'guest', at });
    const guest = link.guest ?? (await this.joining.admit(link, { consent }, request));
    const action = accepted ? 'guest.consented' : 'guest.declined';
    await this.audit.write(byGuest(guest.id), {
      action,
      eventId: link.event.id,
      detail: { version, ...(accepted && { keepLooking }) },
    });
    this.wallet.add(request, response, 'guest', guest.id);
    return this.link.welcome(await this.link.as(guest.id, link, request));
  }
}
