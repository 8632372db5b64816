/** @module What an owner's events may hold: asked before an event is made, and before a photo is. */
import { Inject, Injectable } from '@nestjs/common';
import { EventListing } from '@visage/database/event.listing';
import { UserRepository } from '@visage/database/user.repository';
import { ProblemError } from '../http/problem.error.js';

export const QUOTA_EXCEEDED = 'quota-exceeded';

@Injectable()
export class UserQuota {
  constructor(
    @Inject(UserRepository) private readonly users: UserRepository,
    @Inject(EventListing) private readonly events: EventListing,
  ) {}

  /** @throws ProblemError 409 when the user has as many events as allowed. */
  async requireEvent(userId: string): Promise<void> {
    const limit = (await this.users.find(userId))?.quotaEvents ?? null;
    if (limit === null || (await this.users.countEvents(userId)) < limit) return;
    const detail = `You have ${limit} event${limit === 1 ? '' : 's'}, as many as you may. Delete one, or ask an administrator for more.`;
    throw new ProblemError(409, QUOTA_EXCEEDED, detail);
  }

  /**
   * Whoever sends it, a photo counts for the owner of its event. Photos that arrive at one moment are asked about one by one
   * and may go over the limit together, by themselves at most.
   * @param bytes of the original. @throws ProblemError 409 when there is no room.
   */
  async requireRoom(eventId: string, bytes: number): Promise<void> {
    const event = await this.events.facts(eventId);
    const owner = event && (await this.users.find(event.ownerId));
    if (!owner || owner.quotaBytes === null) return;
    const { usedBytes } = await this.users.use(owner.id);
    if (usedBytes + bytes <= owner.quotaBytes) return;
    const megabytes = Math.floor(owner.quotaBytes / 1_000_000).toLocaleString('en');
    const detail = `The storage of this account is full: its photos may take ${megabytes} MB. Delete some, or ask an administrator for more.`;
    throw new ProblemError(409, QUOTA_EXCEEDED, detail);
  }
}
