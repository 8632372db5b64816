/** @module The guests of a share, and whether the organizer lets them in. */
import { Inject, Injectable } from '@nestjs/common';
import type { ShareGuest, ShareGuests } from '@visage/contracts/share.contract';
import type { User } from '@visage/contracts/session.contract';
import { GuestListing, type ListedGuest } from '@visage/database/guest/guest.listing';
import { GuestRepository } from '@visage/database/guest/guest.repository';
import { ShareRepository } from '@visage/database/share/share.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import { AuditLog, byUser } from '../audit/audit.log.js';
import { EventAccess } from '../access/event.access.js';
import { notFound } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';

@Injectable()
export class ShareGuestService {
  constructor(
    @InjectRepository(ShareRepository) private readonly shares: ShareRepository,
    @InjectRepository(GuestListing) private readonly guests: GuestListing,
    @InjectRepository(GuestRepository) private readonly searches: GuestRepository,
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(user: User, shareId: string): Promise<ShareGuests> {
    const share = await this.shares.find(shareId);
    if (!share) throw notFound('share');
    await this.access.require(user, share.eventId, 'share.manage', 'share');
    const { approvalRequired } = share.attributes.limits;
    const guests = (await this.guests.listOfShare(shareId)).map((guest) => toGuest(guest, approvalRequired));
    const waiting = guests.filter((guest) => guest.state === 'waiting').reverse();
    return { guests: [...waiting, ...guests.filter((guest) => guest.state !== 'waiting')] };
  }

  /** The last answer counts, at once. Who is sent away is searched for no more, and agrees anew if let in after all. */
  async answer(user: User, guestId: string, admitted: boolean): Promise<void> {
    const eventId = await this.guests.eventOf(guestId);
    if (eventId === null) throw notFound('guest');
    await this.access.require(user, eventId, 'share.manage', 'guest');
    const now = this.clock.now();
    await this.guests.answer(guestId, admitted, now);
    if (!admitted) await this.searches.sendAway(guestId, now);
    const action = admitted ? 'guest.admitted' : 'guest.refused';
    await this.audit.write(byUser(user), { action, eventId, subjectId: guestId });
  }
}

function toGuest(
  { approvedAt, refusedAt, createdAt, ...guest }: ListedGuest,
  approvalRequired: boolean,
): ShareGuest {
  const admitted = approvedAt !== null || !approvalRequired;
  const state = refusedAt !== null ? 'refused' : admitted ? 'admitted' : 'waiting';
  return { ...guest, state, joinedAt: createdAt.toISOString() };
}
