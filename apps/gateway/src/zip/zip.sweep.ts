/** @module Removes the archives whose time is over. */
import { Inject, Injectable } from '@nestjs/common';
import { ZipRepository } from '@visage/database/zip/zip.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK, LOG } from '@visage/host/host.token';
import type { Logger } from 'pino';
import { HourlySweep } from '../platform/hourly.sweep.js';
import { InjectRepository } from '../platform/repository.decorator.js';

@Injectable()
export class ZipSweep extends HourlySweep {
  constructor(
    @InjectRepository(ZipRepository) private readonly zips: ZipRepository,
    @Inject(LOG) log: Logger,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super(log, 'expired downloads could not be removed');
  }

  protected async clear(): Promise<void> {
    await this.zips.removeExpired(this.clock.now());
  }
}
