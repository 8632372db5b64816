/** @module What guests look like is forgotten once their link is over. */
import { Inject, Injectable } from '@nestjs/common';
import { KeptSelfieRepository } from '@visage/database/guest/kept-selfie.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK, LOG } from '@visage/host/host.token';
import type { Logger } from 'pino';
import { HourlySweep } from '../platform/hourly.sweep.js';
import { InjectRepository } from '../platform/repository.decorator.js';

@Injectable()
export class KeptSelfieSweep extends HourlySweep {
  constructor(
    @InjectRepository(KeptSelfieRepository) private readonly selfies: KeptSelfieRepository,
    @Inject(LOG) log: Logger,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super(log, 'selfies behind closed links could not be forgotten');
  }

  protected async clear(): Promise<void> {
    await this.selfies.sweep(this.clock.now());
  }
}
