/** @module Opens a link: the token is checked, and who holds it is found. */
import { Inject, Injectable } from '@nestjs/common';
import { facesEnded, noFaceSearch } from '@visage/access/access.attributes';
import { decide } from '@visage/access/access.decision';
import type { Visitor } from '@visage/access/access.principal';
import type { Decision } from '@visage/access/access.reason';
import type { ActionsByKind } from '@visage/access/access.resource';
import { askingAbout } from '@visage/access/access.visitor';
import type { GuestWelcome, OwnChoice } from '@visage/contracts/guest.contract';
import { EventListing, type EventFacts } from '@visage/database/event/event.listing';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import { Principals, type ResolvedVisitor } from '@visage/host/principals';
import type { Request } from 'express';
import { deniedProblem } from '../access/denied.problem.js';
import { LinkWallet } from '../access/link.wallet.js';
import { placeOf } from '../access/photo.resource.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { PrivacyService } from '../privacy/privacy.service.js';
import { familyOf, welcomeOf } from './guest.admission.js';

/** With the guest that this browser already is behind this code. */
export interface OpenLink extends ResolvedVisitor {
  event: EventFacts;
}

type LinkAction = ActionsByKind['event'] | 'upload.create';

@Injectable()
export class GuestLink {
  constructor(
    @Inject(LinkWallet) private readonly wallet: LinkWallet,
    @Inject(Principals) private readonly principals: Principals,
    @InjectRepository(EventListing) private readonly events: EventListing,
    @Inject(PrivacyService) private readonly privacy: PrivacyService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws ProblemError 404 for a token that opens nothing, 410 for a closed link, 403 for one not open yet. */
  async open(token: string, request: Request): Promise<OpenLink> {
    const link = await this.known(token, request);
    this.require(link, 'event.open');
    return link;
  }

  /** The link, also where it is closed, or not open yet. @throws ProblemError 404 for a token that opens nothing */
  async known(token: string, request: Request): Promise<OpenLink> {
    const codeId = this.wallet.idOf('share-code', token);
    const found = codeId === null ? undefined : await this.find(codeId, request);
    const event = found && (await this.events.facts(found.share.eventId));
    if (!found || !event) throw unknownLink();
    return { ...found, event };
  }

  /** The link for a guest who joined, or changed, within this request. */
  async as(guestId: string, link: OpenLink, request: Request): Promise<OpenLink> {
    const { passwordIds } = this.wallet.read(request);
    const [found] = await this.principals.visitors({ guestIds: [guestId] }, passwordIds);
    if (!found) throw unknownLink();
    return { ...link, ...found };
  }

  /**
   * The link as it is about one person of the guest's family: `guest` is theirs, and `visitor` asks about them alone.
   * @param memberId the guest themselves when absent
   * @throws ProblemError 404 for anybody else.
   */
  about(link: OpenLink, memberId = link.guest?.id): OpenLink {
    if (memberId === undefined) return link;
    const { guest, visitor } = link;
    const member = familyOf(guest).find(({ id }) => id === memberId);
    const asking = visitor.kind === 'guest' ? askingAbout(visitor, memberId) : null;
    if (!member || !asking) throw notFound('guest');
    return { ...link, guest: { ...member, companions: [] }, visitor: asking };
  }

  /** Who asks about whom, where photos of one, of the family, or all that the link opens may be chosen. */
  chosen(link: OpenLink, { whose, of }: OwnChoice): { visitor: Visitor } & Pick<OwnChoice, 'whose'> {
    if (of === undefined) return { visitor: link.visitor, whose };
    return { visitor: this.about(link, of).visitor, whose: 'mine' };
  }

  /** The link for a browser that gave the password within this request. */
  withPassword(link: OpenLink): OpenLink {
    const share = { ...link.visitor.share, passwordVerified: true };
    return { ...link, visitor: { ...link.visitor, share } };
  }

  async welcome(link: OpenLink): Promise<GuestWelcome> {
    const { id } = link.event;
    const [hasPhotos, about] = await Promise.all([this.events.hasPhotos(id), this.privacy.searchOf(id)]);
    return welcomeOf(link, { hasPhotos, ...about });
  }

  /**
   * Who holds the link, which may be closed by now; null when nothing is left of it.
   * @throws ProblemError 404 for a token that was not made here.
   */
  async holder(token: string, request: Request): Promise<ResolvedVisitor | null> {
    const codeId = this.wallet.idOf('share-code', token);
    if (codeId === null) throw unknownLink();
    return (await this.find(codeId, request)) ?? null;
  }

  /** As the guest that this browser is behind the code, or the one that took its place, or else as somebody who holds it. */
  private async find(codeId: string, request: Request): Promise<ResolvedVisitor | undefined> {
    const { guestIds, passwordIds, refusals } = this.wallet.read(request);
    const found = await this.principals.visitors({ guestIds, codeIds: [codeId], refusals }, passwordIds);
    const own = found.find(({ code }) => code.id === codeId); // guests come first
    if (!own || own.guest || own.code.successorId === null) return own;
    return found.find(({ code, guest }) => guest && code.id === own.code.successorId) ?? own;
  }

  /** @throws ProblemError when the share's attributes do not let the visitor do this. */
  require(link: OpenLink, action: LinkAction): void {
    const decision = this.decide(link, action);
    if (!decision.allowed) throw deniedProblem(decision, 'event');
  }

  isOpen(link: OpenLink): boolean {
    return this.decide(link, 'event.open').allowed;
  }

  /** @throws ProblemError where no face may be searched for: then nobody is asked to agree to it. */
  requireFaceSearch({ visitor }: OpenLink): void {
    const denied = noFaceSearch(visitor.share);
    if (denied) throw deniedProblem(denied, 'event');
  }

  /** @throws ProblemError once there are no faces to search. */
  requireFaces({ visitor }: OpenLink): void {
    const denied = facesEnded(visitor.share);
    if (denied) throw deniedProblem(denied, 'event');
  }

  private decide({ visitor, event }: OpenLink, action: LinkAction): Decision {
    const place = placeOf(event);
    const asked = { principal: visitor, now: this.clock.now() };
    return action === 'upload.create'
      ? decide({ ...asked, action, resource: { kind: 'upload', ...place } })
      : decide({ ...asked, action, resource: { kind: 'event', ...place } });
  }
}

function unknownLink(): ProblemError {
  return new ProblemError(
    404,
    'unknown-link',
    'This link does not open anything. Scan the code again, or ask for a new one.',
  );
}
