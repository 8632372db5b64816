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
      this.failed(err);
    }
  }

  /** One that fails keeps none of the others. @returns whether all went well. */
  protected async each<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<boolean> {
    let well = true;
    for (const item of items) {
      try {
        await work(item);
      } catch (err) {
        well = false;
        this.failed(err);
      }
    }
    return well;
  }

  /** Until nothing is found any more, or something failed, which would be found again and again. */
  protected async batches<T>(
    find: () => Promise<readonly T[]>,
    work: (item: T) => Promise<unknown>,
  ): Promise<void> {
    for (;;) {
      const found = await find();
      if (found.length === 0 || !(await this.each(found, work))) return;
    }
  }

  onApplicationBootstrap(): void {
    void this.sweep();
    this.timer = setInterval(() => void this.sweep(), SWEEP_MS);
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private failed(err: unknown): void {
    this.log.error({ err }, `${this.failure}; the next sweep tries again`);
  }
}
