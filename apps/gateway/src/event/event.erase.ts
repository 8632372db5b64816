/**
 * @module Erases an event: its rows, then what memory holds of its faces, then its key, so that whatever backups or a broken-off
 * run still hold of faces is noise from then on; then its files. Its receipt is signed once all of that is gone.
 */
import { Inject, Injectable } from '@nestjs/common';
import type { Receipt } from '@visage/contracts/receipt.contract';
import { EventListing } from '@visage/database/event/event.listing';
import { EventRepository } from '@visage/database/event/event.repository';
import { ReceiptRepository } from '@visage/database/receipt/receipt.repository';
import { eventPrefix } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import type { Logger } from 'pino';
import type { Clock } from '@visage/host/clock';
import { EventKeys } from '@visage/host/keys/event.keys';
import { PhotoKeys } from '@visage/host/keys/photo.keys';
import { CLOCK, LOG, STORE } from '@visage/host/host.token';
import type { AuditSubject } from '../audit/audit.log.js';
import { FaceIndexCache } from '@visage/host/face/face.index.cache';
import { HourlySweep } from '../platform/hourly.sweep.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { ReceiptService } from '../receipt/receipt.service.js';

@Injectable()
export class EventErase extends HourlySweep {
  constructor(
    @InjectRepository(EventRepository) private readonly events: EventRepository,
    @InjectRepository(EventListing) private readonly listing: EventListing,
    @InjectRepository(ReceiptRepository) private readonly begun: ReceiptRepository,
    @Inject(ReceiptService) private readonly receipts: ReceiptService,
    @Inject(FaceIndexCache) private readonly faces: FaceIndexCache,
    @Inject(EventKeys) private readonly keys: EventKeys,
    @Inject(PhotoKeys) private readonly photoKeys: PhotoKeys,
    @Inject(STORE) private readonly store: ObjectStore,
    @Inject(LOG) log: Logger,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super(log, 'files of erased events could not be removed');
  }

  /**
   * One that lies in the trash, or whose time is over; whoever asks may do it. One that was erased before, brought back, or is to be
   * kept longer by now, stays as it is.
   */
  async erase(
    eventId: string,
    by: AuditSubject,
    only: 'trashed' | 'over' = 'trashed',
  ): Promise<Receipt | null> {
    if (!(await this.events.erase(eventId, { only, by, at: this.clock.now() }))) return null;
    this.faces.forget(eventId); // also where the key cannot be destroyed just now
    this.photoKeys.forget(eventId);
    await this.keys.destroy(eventId);
    await this.store.deletePrefix(eventPrefix(eventId));
    return this.receipts.complete('event', eventId);
  }

  /** Keys and files that a crash, a storage that was away, or a worker in the middle of a preview left behind. */
  protected async clear(): Promise<void> {
    const erased = await this.listing.erasedIds();
    await this.each([erased], (eventIds) => this.keys.destroyLeft(eventIds));
    const begun = new Set((await this.begun.findBegun('event')).map(({ subjectId }) => subjectId));
    await this.each(erased, async (eventId) => {
      await this.store.deletePrefix(eventPrefix(eventId));
      if (begun.has(eventId) && (await this.keys.open(eventId)) === null)
        await this.receipts.complete('event', eventId);
    });
  }
}
