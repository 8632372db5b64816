/** @module A clock for tests, which goes with the system's until it is moved or stopped. */
import type { Clock } from '../clock.js';

export class TestClock implements Clock {
  private aheadMs = 0;
  private stoppedAt: number | null = null;

  now(): Date {
    return new Date(this.stoppedAt ?? Date.now() + this.aheadMs);
  }

  /** Goes on from there as before: running, or standing still. */
  advance(ms: number): void {
    if (this.stoppedAt === null) this.aheadMs += ms;
    else this.stoppedAt += ms;
  }

  /** Stands still at this moment, so that a second before another is exactly that however long the test takes. */
  set(moment: Date): void {
    this.stoppedAt = moment.getTime();
  }
}
