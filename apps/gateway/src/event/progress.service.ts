/** @module The progress of an event, once or as a stream that says something whenever a number changed. */
import { Inject, Injectable, type MessageEvent, type OnModuleDestroy } from '@nestjs/common';
import type { EventProgress } from '@visage/contracts/event.contract';
import type { User } from '@visage/contracts/session.contract';
import { EventListing } from '@visage/database/event/event.listing';
import { UserRepository } from '@visage/database/user/user.repository';
import {
  defer,
  distinctUntilChanged,
  map,
  share,
  Subject,
  takeUntil,
  takeWhile,
  type Observable,
} from 'rxjs';
import { EventAccess } from '../access/event.access.js';
import { withHeartbeat } from '../http/event.stream.js';
import { notFound } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { ProgressTicker } from './progress.ticker.js';

interface Tick {
  /** An `EventProgress` as JSON; null when the event is gone. */
  data: string | null;
  /** Those of the watchers who may not see the event any more: a stream outlives the request that was let in. */
  refused: ReadonlySet<string>;
}

@Injectable()
export class ProgressService implements OnModuleDestroy {
  private readonly shutdown = new Subject<void>();
  /** By event, while somebody watches it. */
  private readonly tickers = new Map<string, ProgressTicker<Tick>>();

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
    const progress = defer(() => this.tickerOf(eventId).watch(user.id)).pipe(
      takeWhile(({ data, refused }) => data !== null && !refused.has(user.id)),
      map(({ data }) => data ?? ''),
      distinctUntilChanged(),
      map((data): MessageEvent => ({ data })),
      share(),
    );
    return withHeartbeat(progress).pipe(takeUntil(this.shutdown));
  }

  private tickerOf(eventId: string): ProgressTicker<Tick> {
    const ticking = this.tickers.get(eventId);
    if (ticking) return ticking;
    const ticker = new ProgressTicker(
      (userIds) => this.read(eventId, userIds),
      () => this.tickers.delete(eventId),
    );
    this.tickers.set(eventId, ticker);
    return ticker;
  }

  private async read(eventId: string, userIds: readonly string[]): Promise<Tick> {
    const [event, users] = await Promise.all([this.events.find(eventId), this.users.findAll(userIds)]);
    const allowed = new Set(
      users
        .filter((user) => event && !user.disabledAt && this.access.allows(user, event, 'event.view'))
        .map(({ id }) => id),
    );
    return {
      data: event && JSON.stringify(event.progress),
      refused: new Set(userIds.filter((id) => !allowed.has(id))),
    };
  }

  /** A stream never ends by itself, and would hold up the end of the app. */
  onModuleDestroy(): void {
    this.shutdown.next();
  }
}
