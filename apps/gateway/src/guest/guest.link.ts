/** @module Opens a link: the token is checked, and who holds it is found. */
import { Inject, Injectable } from '@nestjs/common';
import { decide } from '@visage/access/access.decision';
import type { ActionsByKind } from '@visage/access/access.resource';
import type { GuestWelcome } from '@visage/contracts/guest.contract';
import { EventListing, type EventFacts } from '@visage/database/event/event.listing';
import type { GuestRecord } from '@visage/database/guest/guest.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import { Principals, type ResolvedVisitor } from '@visage/host/principals';
import type { Request } from 'express';
import { deniedProblem } from '../access/denied.problem.js';
import { LinkWallet } from '../access/link.wallet.js';
import { placeOf } from '../access/photo.resource.js';
import { ProblemError } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { welcomeOf } from './guest.admission.js';

/** With the guest that this browser already is behind this code. */
export interface OpenLink extends ResolvedVisitor {
  event: EventFacts;
}

@Injectable()
export class GuestLink {
  constructor(
    @Inject(LinkWallet) private readonly wallet: LinkWallet,
    @Inject(Principals) private readonly principals: Principals,
    @InjectRepository(EventListing) private readonly events: EventListing,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws ProblemError 404 for a token that opens nothing, 410 for a closed link, 403 for one not open yet. */
  async open(token: string, request: Request): Promise<OpenLink> {
    const codeId = this.wallet.idOf('share-code', token);
    const found = codeId === null ? undefined : await this.find(codeId, request);
    const event = found && (await this.events.facts(found.share.eventId));
    if (!found || !event) throw unknownLink();
    const link = { ...found, event };
    this.require(link, 'event.open');
    return link;
  }

  /** The link for a guest who joined, or changed, within this request. */
  async as(guestId: string, link: OpenLink, request: Request): Promise<OpenLink> {
    const { passwordIds } = this.wallet.read(request);
    const [found] = await this.principals.visitors({ guestIds: [guestId] }, passwordIds);
    if (!found) throw unknownLink();
    return { ...link, ...found };
  }

  /** The link for a browser that gave the password within this request. */
  withPassword(link: OpenLink): OpenLink {
    const share = { ...link.visitor.share, passwordVerified: true };
    return { ...link, visitor: { ...link.visitor, share } };
  }

  async welcome(link: OpenLink): Promise<GuestWelcome> {
    return welcomeOf(link, await this.events.hasPhotos(link.event.id));
  }

  /**
   * The guest that this browser is behind the link, which may be closed by now.
   * @throws ProblemError 404 for a token that was not made here.
   */
  async guestOf(token: string, request: Request): Promise<GuestRecord | null> {
    const codeId = this.wallet.idOf('share-code', token);
    if (codeId === null) throw unknownLink();
    return (await this.find(codeId, request))?.guest ?? null;
  }

  /** As the guest that this browser is behind the code, or else as somebody who holds it. */
  private async find(codeId: string, request: Request): Promise<ResolvedVisitor | undefined> {
    const { guestIds, passwordIds } = this.wallet.read(request);
    const found = await this.principals.visitors({ guestIds, codeIds: [codeId] }, passwordIds);
    return found.find(({ code }) => code.id === codeId); // guests come first
  }

  /** @throws ProblemError when the share's attributes do not let the visitor do this. */
  require({ visitor, event }: OpenLink, action: ActionsByKind['event'] | 'upload.create'): void {
    const place = placeOf(event);
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
