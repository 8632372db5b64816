/** @module The progress of an event, once or as a stream that says something whenever a number changed. */
import { Inject, Injectable, type MessageEvent, type OnModuleDestroy } from '@nestjs/common';
import type { EventProgress } from '@visage/contracts/event.contract';
import type { User } from '@visage/contracts/session.contract';
import { EventListing } from '@visage/database/event/event.listing';
import { UserRepository } from '@visage/database/user/user.repository';
import {
  distinctUntilChanged,
  exhaustMap,
  ignoreElements,
  interval,
  last,
  map,
  merge,
  share,
  Subject,
  takeUntil,
  takeWhile,
  timer,
  type Observable,
} from 'rxjs';
import { EventAccess } from '../access/event.access.js';
import { notFound } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';

const POLL_MS = 1000;
/** Proxies close a connection on which nothing moves, many after 30 to 60 seconds. */
const HEARTBEAT_MS = 20_000;

@Injectable()
export class ProgressService implements OnModuleDestroy {
  private readonly shutdown = new Subject<void>();

  constructor(
    @InjectRepository(EventListing) private readonly events: EventListing,
    @Inject(EventAccess) private readonly access: EventAccess,
    @InjectRepository(UserRepository) private readonly users: UserRepository,
  ) {}

  async get(user: User, eventId: string): Promise<EventProgress> {
    await this.access.require(user, eventId, 'event.view');
    const progress = await this.events.progress(eventId);
    if (!progress) throw notFound('event');
    return progress;
  }

  /** Ends when the event is erased or no longer the user's. */
  async stream(user: User, eventId: string): Promise<Observable<MessageEvent>> {
    await this.access.require(user, eventId, 'event.view');
    const progress = timer(0, POLL_MS).pipe(
      exhaustMap(() => this.nowFor(user.id, eventId)),
      takeWhile((now) => now !== null),
      map((now) => JSON.stringify(now)),
      distinctUntilChanged(),
      map((data): MessageEvent => ({ data })),
      share(),
    );
    const heartbeat = interval(HEARTBEAT_MS).pipe(map((): MessageEvent => ({ type: 'heartbeat', data: '' })));
    const ended = progress.pipe(ignoreElements(), last(null, null));
    return merge(progress, heartbeat.pipe(takeUntil(ended))).pipe(takeUntil(this.shutdown));
  }

  /** Null when the event is gone, or not theirs any more: a stream outlives the request that was let in. */
  private async nowFor(userId: string, eventId: string): Promise<EventProgress | null> {
    const user = await this.users.find(userId);
    const theirs = user && !user.disabledAt && (await this.access.allows(user, eventId, 'event.view'));
    return theirs ? this.events.progress(eventId) : null;
  }

  /** A stream never ends by itself, and would hold up the end of the app. */
  onModuleDestroy(): void {
    this.shutdown.next();
  }
}
