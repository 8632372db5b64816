/** @module Opens a link: the token is checked, and who holds it is found. */
import { Inject, Injectable } from '@nestjs/common';
import { decide } from '@visage/access/access.decision';
import type { Visitor } from '@visage/access/access.principal';
import type { ActionsByKind } from '@visage/access/access.resource';
import { EventListing, type EventFacts } from '@visage/database/event/event.listing';
import {
  GuestRepository,
  type GuestOfShare,
  type GuestRecord,
} from '@visage/database/guest/guest.repository';
import { ShareCodeRepository } from '@visage/database/share/share-code.repository';
import type { OpenedCode } from '@visage/database/share/share.record';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import type { Request } from 'express';
import { deniedProblem } from '../access/denied.problem.js';
import { LinkWallet } from '../access/link.wallet.js';
import { codeHolderOf, guestOf } from '../access/visitor.principal.js';
import { ProblemError } from '../http/problem.error.js';

export interface OpenLink {
  opened: OpenedCode;
  event: EventFacts;
  visitor: Visitor;
  /** The guest that this browser already is behind this code. */
  guest: GuestRecord | null;
  /** Photos that the guest says to be in, where the organizer has not answered yet. */
  waitingPhotoIds: readonly string[];
}

@Injectable()
export class GuestLink {
  constructor(
    @Inject(LinkWallet) private readonly wallet: LinkWallet,
    @Inject(ShareCodeRepository) private readonly codes: ShareCodeRepository,
    @Inject(GuestRepository) private readonly guests: GuestRepository,
    @Inject(EventListing) private readonly events: EventListing,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws ProblemError 404 for a token that opens nothing, 410 for a closed link, 403 for one not open yet. */
  async open(token: string, request: Request): Promise<OpenLink> {
    const codeId = this.wallet.idOf('share-code', token);
    const opened = codeId === null ? null : await this.codes.find(codeId);
    const event = opened && (await this.events.facts(opened.share.eventId));
    if (!opened || !event) throw unknownLink();
    const { passwordIds } = this.wallet.read(request);
    const found = await this.findGuest(opened.code.id, request);
    const link: OpenLink = {
      opened,
      event,
      visitor: found ? guestOf(found, passwordIds) : codeHolderOf(opened, passwordIds),
      guest: found?.guest ?? null,
      waitingPhotoIds: found?.words.waitingPhotoIds ?? [],
    };
    this.require(link, 'event.open');
    return link;
  }

  /** The link for a guest who joined, or changed, within this request. */
  async as(guestId: string, link: OpenLink, request: Request): Promise<OpenLink> {
    const [found] = await this.guests.findWithShares([guestId]);
    if (!found) throw unknownLink();
    return { ...link, guest: found.guest, visitor: guestOf(found, this.wallet.read(request).passwordIds) };
  }

  /** The link for a browser that gave the password within this request. */
  withPassword(link: OpenLink): OpenLink {
    const share = { ...link.visitor.share, passwordVerified: true };
    return { ...link, visitor: { ...link.visitor, share } };
  }

  /**
   * The guest that this browser is behind the link, which may be closed by now.
   * @throws ProblemError 404 for a token that was not made here.
   */
  async guestOf(token: string, request: Request): Promise<GuestRecord | null> {
    const codeId = this.wallet.idOf('share-code', token);
    if (codeId === null) throw unknownLink();
    return (await this.findGuest(codeId, request))?.guest ?? null;
  }

  private async findGuest(codeId: string, request: Request): Promise<GuestOfShare | undefined> {
    const mine = await this.guests.findWithShares(this.wallet.read(request).guestIds);
    return mine.find(({ guest }) => guest.shareCodeId === codeId);
  }

  /** @throws ProblemError when the share's attributes do not let the visitor do this. */
  require({ visitor, event }: OpenLink, action: ActionsByKind['event'] | 'upload.create'): void {
    const place = { eventId: event.id, organizerId: event.ownerId };
    const asked = { principal: visitor, now: this.clock.now() };
    const decision =
      action === 'upload.create'
        ? decide({ ...asked, action, resource: { kind: 'upload', ...place } })
        : decide({ ...asked, action, resource: { kind: 'event', ...place } });
    if (!decision.allowed) throw deniedProblem(decision, 'event');
  }
}

function unknownLink(): ProblemError {
  return new ProblemError(
    404,
    'unknown-link',
    'This link does not open anything. Scan the code again, or ask for a new one.',
  );
}
