/** @module Truncated exponential backoff with full jitter, as Drive asks for on rate limits and server errors. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface BackoffSettings {
  attempts: number;
  firstDelayMs: number;
  maxDelayMs: number;
}

export const DRIVE_BACKOFF: BackoffSettings = { attempts: 7, firstDelayMs: 1_000, maxDelayMs: 64_000 };

/** Runs `work` until it succeeds, `mayRetry` says no, or the attempts are used up; throws its last error. */
export async function withBackoff<T>(
  settings: BackoffSettings,
  mayRetry: (error: unknown) => boolean,
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= settings.attempts || !mayRetry(error)) throw error;
      const ceiling = Math.min(settings.maxDelayMs, settings.firstDelayMs * 2 ** (attempt - 1));
      await sleep(Math.random() * ceiling);
    }
  }
}
