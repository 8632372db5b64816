/** @module A line of so many megabits a second that all connections of a client share, as guests share one at a venue. */
import { setTimeout as wait } from 'node:timers/promises';

/** Waits shorter than that are longer than asked for. */
const LEAST_MS = 4;

export class SharedLine {
  /** When what was sent so far has gone through. */
  private free = 0;

  constructor(private readonly megabits: number) {}

  /** Resolves once the line can take more. */
  async take(bytes: number): Promise<void> {
    const now = performance.now();
    this.free = Math.max(this.free, now) + (bytes * 8) / (this.megabits * 1000);
    if (this.free - now > LEAST_MS) await wait(this.free - now);
  }
}
