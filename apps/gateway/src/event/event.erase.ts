/**
 * @module Erases an event: its key and its rows first, so that whatever backups or a broken-off run still hold of faces is
 * noise from then on; then its files.
 */
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { User } from '@visage/contracts/session.contract';
import { EventListing } from '@visage/database/event.listing';
import { EventRepository } from '@visage/database/event.repository';
import { eventPrefix } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import type { Logger } from 'pino';
import { EventAccess } from '../access/event.access.js';
import { LOG, STORE } from '@visage/host/host.token';

/** A worker may have been writing a preview while its event was erased. */
const SWEEP_MS = 60 * 60_000;

@Injectable()
export class EventErase implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(EventRepository) private readonly events: EventRepository,
    @Inject(EventListing) private readonly listing: EventListing,
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(STORE) private readonly store: ObjectStore,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  async erase(user: User, eventId: string): Promise<void> {
    await this.access.require(user, eventId, 'event.erase');
    await this.events.erase(eventId);
    await this.store.deletePrefix(eventPrefix(eventId));
  }

  /** Files that a crash, or a storage that was away, left behind. */
  async sweep(): Promise<void> {
    try {
      for (const eventId of await this.listing.erasedIds())
        await this.store.deletePrefix(eventPrefix(eventId));
    } catch (err) {
      this.log.error({ err }, 'files of erased events could not be removed; the next sweep tries again');
    }
  }

  onApplicationBootstrap(): void {
    void this.sweep();
    this.timer = setInterval(() => void this.sweep(), SWEEP_MS);
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }
}
