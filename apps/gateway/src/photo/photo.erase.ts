/** @module Removes photos whose time in the trash is over, and those that an organizer will not wait for. */
import { Inject, Injectable } from '@nestjs/common';
import { TrashRepository, type LeavingPhoto } from '@visage/database/trash/trash.repository';
import { EventListing } from '@visage/database/event/event.listing';
import { photosAmong } from '@visage/database/photo/raw.pair';
import { countsOf } from '@visage/database/receipt/receipt.repository';
import type { Receipt, ReceiptCounts } from '@visage/contracts/receipt.contract';
import type { Clock } from '@visage/host/clock';
import { CLOCK, LOG } from '@visage/host/host.token';
import { Originals } from '@visage/originals/originals';
import type { Logger } from 'pino';
import { HourlySweep } from '../platform/hourly.sweep.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { ReceiptService } from '../receipt/receipt.service.js';

export interface ErasedPhotos {
  erased: ReceiptCounts;
  /** False when some could not be removed; the next sweep tries again. */
  well: boolean;
}

@Injectable()
export class PhotoErase extends HourlySweep {
  constructor(
    @InjectRepository(TrashRepository) private readonly bin: TrashRepository,
    @InjectRepository(EventListing) private readonly events: EventListing,
    @Inject(Originals) private readonly originals: Originals,
    @Inject(ReceiptService) private readonly receipts: ReceiptService,
    @Inject(LOG) log: Logger,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super(log, 'photos of the trash could not be removed');
  }

  /** Photos that have left the trash. One whose files cannot be removed is tried again by the next sweep. */
  async erase(leaving: readonly LeavingPhoto[]): Promise<ErasedPhotos> {
    const gone: LeavingPhoto[] = [];
    let faces = 0;
    const well = await this.each(leaving, async (photo) => {
      const erased = await this.originals.erase(photo);
      if (!erased) return;
      gone.push(photo);
      faces += erased.faces;
    });
    return { erased: countsOf({ photos: photosAmong(gone), faces }), well };
  }

  /** The same of one event, whose organizer finds the receipt in their list; none when nothing was left to remove. */
  async eraseOf(
    eventId: string,
    leaving: readonly LeavingPhoto[],
  ): Promise<{ receipt: Receipt | null; well: boolean }> {
    const { erased: counts, well } = await this.erase(leaving);
    const event = (await this.events.facts(eventId)) ?? (await this.events.facts(eventId, { trashed: true }));
    if (!event || Object.keys(counts).length === 0) return { receipt: null, well };
    const about = { what: 'photos' as const, subjectId: eventId, readerId: event.ownerId };
    return { receipt: await this.receipts.record({ ...about, counts, textVersions: [] }), well };
  }

  /** Of all events; and what was left behind on its way to being a photo. */
  protected async clear(): Promise<void> {
    while (await this.eraseSome());
    await this.batches(
      () => this.originals.leftBehind(),
      (object) => this.originals.settle(object),
    );
  }

  /** @returns whether more may be found: not when something failed, which would be found again and again. */
  private async eraseSome(): Promise<boolean> {
    const leaving = await this.bin.leavingPhotos(this.clock.now());
    let wellSoFar = leaving.length > 0;
    for (const eventId of new Set(leaving.map((photo) => photo.eventId))) {
      const { well } = await this.eraseOf(
        eventId,
        leaving.filter((photo) => photo.eventId === eventId),
      );
      wellSoFar &&= well;
    }
    return wellSoFar;
  }
}
