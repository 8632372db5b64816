/** @module Removes photos whose time in the trash is over, and those that an organizer will not wait for. */
import { Inject, Injectable } from '@nestjs/common';
import { TrashRepository, type LeavingPhoto } from '@visage/database/trash/trash.repository';
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

  /** Photos that have left the trash. One whose files cannot be removed is tried again by the next sweep. */
  async erase(leaving: readonly LeavingPhoto[]): Promise<void> {
    await this.each(leaving, (photo) => this.originals.erase(photo));
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
