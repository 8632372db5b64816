/** @module What is cleared away at the start and every hour from then on. Every gateway does; twice is once. */
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';

const SWEEP_MS = 60 * 60_000;

export abstract class HourlySweep implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;

  /** @param failure what the log says when a sweep fails; the next one tries again. */
  protected constructor(
    private readonly log: Logger,
    private readonly failure: string,
  ) {}

  protected abstract clear(): Promise<void>;

  async sweep(): Promise<void> {
    try {
      await this.clear();
    } catch (err) {
      this.log.error({ err }, `${this.failure}; the next sweep tries again`);
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
