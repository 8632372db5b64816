/** @module A guest's welcome, consent, and being forgotten. */
import { Inject, Injectable } from '@nestjs/common';
import { CONSENT_VERSION, type GuestConsent, type GuestWelcome } from '@visage/contracts/guest.contract';
import { GuestRepository, type GuestRecord } from '@visage/database/guest.repository';
import { ShareCodeRepository } from '@visage/database/share-code.repository';
import type { Request, Response } from 'express';
import { LinkWallet } from '../access/link.wallet.js';
import { RateLimit } from '../limit/rate.limit.js';
import { CONSENT_LIMIT } from '../limit/rate.settings.js';
import { GuestLink, type OpenLink } from './guest.link.js';

@Injectable()
export class GuestService {
  constructor(
    @Inject(GuestLink) private readonly link: GuestLink,
    @Inject(ShareCodeRepository) private readonly codes: ShareCodeRepository,
    @Inject(GuestRepository) private readonly guests: GuestRepository,
    @Inject(LinkWallet) private readonly wallet: LinkWallet,
    @Inject(RateLimit) private readonly limit: RateLimit,
  ) {}

  async welcome(token: string, request: Request): Promise<GuestWelcome> {
    const link = await this.link.open(token, request);
    await this.codes.countOpen(link.opened.code.id, new Date());
    return welcomeOf(link, link.guest);
  }

  /** A refusal is recorded too: as a guest without consent, and without what an earlier consent had found. */
  async consent(
    token: string,
    { accepted, version }: GuestConsent,
    request: Request,
    response: Response,
  ): Promise<GuestWelcome> {
    const link = await this.link.open(token, request);
    this.link.require(link, 'event.join');
    const consent = accepted ? { version, at: new Date() } : null;
    const guest = await this.record(link, consent, request);
    this.wallet.add(request, response, 'guest', guest.id);
    return welcomeOf(link, guest);
  }

  /** Also for a link that was closed meanwhile: being forgotten is nobody's to refuse. */
  async forget(token: string, request: Request, response: Response): Promise<void> {
    const guest = await this.link.guestOf(token, request);
    if (!guest) return;
    await this.guests.forget(guest.id);
    this.wallet.remove(request, response, 'guest', guest.id);
  }

  private async record(
    { guest, opened }: OpenLink,
    consent: { version: string; at: Date } | null,
    request: Request,
  ): Promise<GuestRecord> {
    if (guest === null) {
      await this.limit.take(CONSENT_LIMIT, request.ip ?? 'unknown');
      return this.guests.create(opened.code.id, consent);
    }
    await this.guests.recordConsent(guest.id, consent);
    const consented = { consentVersion: consent?.version ?? null, consentedAt: consent?.at ?? null };
    return { ...guest, ...consented, identifiedAt: consent && guest.identifiedAt };
  }
}

function welcomeOf({ event, visitor }: OpenLink, guest: GuestRecord | null): GuestWelcome {
  const { scope, rights } = visitor.share.attributes;
  const consented = guest?.consentedAt != null;
  return {
    eventName: event.name,
    eventDate: event.date,
    scope: scope.kind,
    rights,
    consentVersion: CONSENT_VERSION,
    consented,
    identified: consented && guest.identifiedAt !== null,
  };
}
