/**
 * @module How requests to Drive are paced: truncated exponential backoff with full jitter, as Google asks for. A rate
 * limit holds back every request of the connection, any other error only its own.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { judgeDriveFault } from './drive.fault.js';

export interface PacerSettings {
  attempts: number;
  firstDelayMs: number;
  maxDelayMs: number;
}

/** Seven tries, starting at one second, span two minutes: Drive counts its limits by the minute. */
export const DRIVE_PACE: PacerSettings = { attempts: 7, firstDelayMs: 1_000, maxDelayMs: 64_000 };

export class DrivePacer {
  private openAt = 0;

  constructor(private readonly settings: PacerSettings = DRIVE_PACE) {}

  /** Runs `work` until it succeeds, meets an error that waiting does not cure, or the attempts are used up. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const { attempts, firstDelayMs, maxDelayMs } = this.settings;
    for (let attempt = 1; ; attempt++) {
      await this.opened();
      try {
        return await work();
      } catch (error) {
        const { kind, rateLimited, retryAfterMs } = judgeDriveFault(error);
        if (kind !== 'retry' || attempt >= attempts) throw error;
        const ceiling = Math.min(maxDelayMs, firstDelayMs * 2 ** (attempt - 1));
        const delay = Math.max(retryAfterMs, Math.random() * ceiling);
        if (rateLimited) this.openAt = Math.max(this.openAt, Date.now() + delay);
        else await sleep(delay);
      }
    }
  }

  /** Those that waited together continue one after the other, not all at once. */
  private async opened(): Promise<void> {
    for (let wait = this.openAt - Date.now(); wait > 0; wait = this.openAt - Date.now()) {
      await sleep(wait + (Math.random() * this.settings.firstDelayMs) / 4);
    }
  }
}
