/** @module Folds the counts of events at which nobody looks: where somebody does, who reads them folds them. */
import { Inject, Injectable } from '@nestjs/common';
import { EventCountRepository } from '@visage/database/event/event-count.repository';
import { LOG } from '@visage/host/host.token';
import type { Logger } from 'pino';
import { HourlySweep } from '../platform/hourly.sweep.js';
import { InjectRepository } from '../platform/repository.decorator.js';

@Injectable()
export class EventCountSweep extends HourlySweep {
  constructor(
    @InjectRepository(EventCountRepository) private readonly counts: EventCountRepository,
    @Inject(LOG) log: Logger,
  ) {
    super(log, 'the counts of events could not be folded');
  }

  protected clear(): Promise<void> {
    return this.counts.foldAll();
  }
}
