/** @module As many tasks at once as there are threads; the others wait their turn in order. */

export class ThreadSlots {
  private readonly waiting: (() => void)[] = [];
  private free: number;

  constructor(private readonly count: number) {
    if (!Number.isInteger(count) || count < 1) {
      throw new RangeError(`The number of threads must be a whole number of at least 1, not ${count}.`);
    }
    this.free = count;
  }

  /** Resolves once the task holds a slot, which it must return with `release`. */
  async take(): Promise<void> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  release(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.free += 1;
    else next();
  }

  /** Takes all slots: resolves when every running or waiting task has returned its own. */
  async drain(): Promise<void> {
    await Promise.all(Array.from({ length: this.count }, () => this.take()));
  }
}
