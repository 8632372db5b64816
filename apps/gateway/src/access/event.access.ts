/** @module May this user do that with this event? Asked first by every service for signed-in users. */
import { Inject, Injectable } from '@nestjs/common';
import { decide } from '@visage/access/access.decision';
import type { Decision } from '@visage/access/access.reason';
import type { Target } from '@visage/access/access.resource';
import type { User } from '@visage/contracts/session.contract';
import { EventListing, type EventFacts } from '@visage/database/event/event.listing';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import { notFound } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { deniedProblem } from './denied.problem.js';
import { staffOf, type StaffUser } from '@visage/access/access.staff';

/** Actions on the event itself, its shares, uploads and archives: decided by the event alone. */
export type EventAction =
  | 'event.view'
  | 'event.sort'
  | 'event.manage'
  | 'event.erase'
  | 'share.view'
  | 'share.manage'
  | 'upload.create'
  | 'zip.create';

type Place = Pick<EventFacts, 'id' | 'ownerId'>;

@Injectable()
export class EventAccess {
  constructor(
    @InjectRepository(EventListing) private readonly events: EventListing,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws ProblemError 404 when there is no such event, or it is not the user's: the two look the same; 403 for who only helps. */
  async require(user: User, eventId: string, action: EventAction, what = 'event'): Promise<EventFacts> {
    return this.decide(user, await this.events.facts(eventId), action, what);
  }

  /** The same question about an event that was just read, without the throw. */
  allows(user: StaffUser, event: Place, action: EventAction): boolean {
    return this.decisionOf(user, event, action).allowed;
  }

  /** May this user bring back or erase this event, which lies in the trash? @throws ProblemError 404 as above. */
  async requireTrashed(user: User, eventId: string): Promise<EventFacts> {
    return this.decide(user, await this.events.facts(eventId, { trashed: true }), 'event.erase', 'event');
  }

  private decide(user: User, event: EventFacts | null, action: EventAction, what: string): EventFacts {
    if (!event) throw notFound(what);
    const decision = this.decisionOf(user, event, action);
    if (!decision.allowed) throw deniedProblem(decision, what);
    return event;
  }

  private decisionOf(user: StaffUser, event: Place, action: EventAction): Decision {
    return decide({ principal: staffOf(user), now: this.clock.now(), ...targetOf(action, event) });
  }
}

function targetOf(action: EventAction, { id: eventId, ownerId: organizerId }: Place): Target {
  const place = { eventId, organizerId };
  switch (action) {
    case 'share.view':
    case 'share.manage':
      return { action, resource: { kind: 'share', ...place } };
    case 'upload.create':
      return { action, resource: { kind: 'upload', ...place } };
    case 'zip.create':
      return { action, resource: { kind: 'zip', ...place } };
    case 'event.view':
    case 'event.sort':
    case 'event.manage':
    case 'event.erase':
      return { action, resource: { kind: 'event', ...place } };
  }
}
