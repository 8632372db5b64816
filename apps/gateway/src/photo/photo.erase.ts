/** @module Removes photos whose time in the trash is over, and those that an organizer will not wait for. */
import { Inject, Injectable } from '@nestjs/common';
import { photosAmong } from '@visage/database/photo/raw.pair';
import { TrashRepository } from '@visage/database/trash/trash.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK, LOG } from '@visage/host/host.token';
import { Originals } from '@visage/originals/originals';
import type { Logger } from 'pino';
import { HourlySweep } from '../platform/hourly.sweep.js';
import { InjectRepository } from '../platform/repository.decorator.js';

@Injectable()
export class PhotoErase extends HourlySweep {
  constructor(
    @InjectRepository(TrashRepository) private readonly bin: TrashRepository,
    @Inject(Originals) private readonly originals: Originals,
    @Inject(LOG) log: Logger,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super(log, 'photos of the trash could not be removed');
  }

  /** Those of the trash, now. One whose files cannot be removed is tried again by the next sweep. @returns how many leave. */
  async erase(eventId: string, photoIds: readonly string[]): Promise<number> {
    const leaving = await this.bin.leavePhotos(eventId, photoIds);
    await this.each(leaving, (photo) => this.originals.erase(photo));
    return photosAmong(leaving);
  }

  /** Of all events; and what was left behind on its way to being a photo. */
  protected async clear(): Promise<void> {
    await this.batches(
      () => this.bin.leavingPhotos(this.clock.now()),
      (photo) => this.originals.erase(photo),
    );
    await this.batches(
      () => this.originals.leftBehind(),
      (object) => this.originals.settle(object),
    );
  }
}
