/** @module Tells the open pages of guests that something has changed, and nothing else: what they may see is asked anew. */
import { createHash } from 'node:crypto';
import { Inject, Injectable, type MessageEvent, type OnModuleDestroy } from '@nestjs/common';
import { EventListing } from '@visage/database/event/event.listing';
import { KeptSelfieRepository } from '@visage/database/guest/kept-selfie.repository';
import type { Request } from 'express';
import {
  catchError,
  concatMap,
  distinctUntilChanged,
  EMPTY,
  share,
  skip,
  Subject,
  takeUntil,
  takeWhile,
  throttleTime,
  type Observable,
} from 'rxjs';
import { ProgressTicker } from '../event/progress.ticker.js';
import { withHeartbeat } from '../http/event.stream.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { GuestLink } from './guest.link.js';

/** A page that fills while hundreds of photos arrive asks so often at most. */
const LEAST_MS = 3_000;

@Injectable()
export class GuestChanges implements OnModuleDestroy {
  private readonly shutdown = new Subject<void>();
  /** By event, while somebody watches it: what it is like, or null once it is gone. */
  private readonly tickers = new Map<string, ProgressTicker<string | null>>();

  constructor(
    @Inject(GuestLink) private readonly link: GuestLink,
    @InjectRepository(EventListing) private readonly events: EventListing,
    @InjectRepository(KeptSelfieRepository) private readonly selfies: KeptSelfieRepository,
  ) {}

  /** Says something whenever the event has changed. Ends when the link is closed, or the event is gone. */
  async stream(token: string, request: Request): Promise<Observable<MessageEvent>> {
    const { event, code } = await this.link.open(token, request);
    const changes = this.tickerOf(event.id)
      .watch(code.id)
      .pipe(
        takeWhile((state) => state !== null),
        distinctUntilChanged(),
        skip(1), // how it is when the page asks for its photos
        throttleTime(LEAST_MS, undefined, { leading: true, trailing: true }),
        // the stream outlives the request that was let in
        concatMap(async (data): Promise<MessageEvent> => {
          await this.link.open(token, request);
          return { data: data ?? '' };
        }),
        catchError(() => EMPTY),
        share(),
      );
    return withHeartbeat(changes).pipe(takeUntil(this.shutdown));
  }

  /** A stream never ends by itself, and would hold up the end of the app. */
  onModuleDestroy(): void {
    this.shutdown.next();
  }

  private tickerOf(eventId: string): ProgressTicker<string | null> {
    const ticking = this.tickers.get(eventId);
    if (ticking) return ticking;
    const ticker = new ProgressTicker(
      () => this.stateOf(eventId),
      () => this.tickers.delete(eventId),
    );
    this.tickers.set(eventId, ticker);
    return ticker;
  }

  /** Tells two states apart, and not what they are: how many photos there are is no guest's to know. */
  private async stateOf(eventId: string): Promise<string | null> {
    const [progress, place] = await Promise.all([
      this.events.progress(eventId),
      this.selfies.findPlace(eventId),
    ]);
    if (!progress || !place) return null;
    const { indexRevision, recognisedRevision, wishRevision } = place;
    const state = JSON.stringify([progress, indexRevision, recognisedRevision, wishRevision]);
    return createHash('sha256').update(state).digest('base64url').slice(0, 12);
  }
}
