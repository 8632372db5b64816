/** @module Removes the archives whose time is over. Every gateway does; what one removed is no work for the next. */
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ZipRepository } from '@visage/database/zip.repository';
import { LOG } from '@visage/host/host.token';
import type { Logger } from 'pino';

const SWEEP_MS = 60 * 60_000;

@Injectable()
export class ZipSweep implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(ZipRepository) private readonly zips: ZipRepository,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  async sweep(): Promise<void> {
    try {
      await this.zips.removeExpired(new Date());
    } catch (err) {
      this.log.error({ err }, 'expired downloads could not be removed; the next sweep tries again');
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
