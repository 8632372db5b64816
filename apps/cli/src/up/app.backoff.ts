/** @module How long to wait before an app that exited by itself is started again. */

/** Exits further apart than this are unrelated. */
export const CRASH_WINDOW_MS = 60_000;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/**
 * @param ends times in milliseconds at which the app exited, oldest first.
 * @returns the delay, doubled with each exit within the last minute, and the exits still worth remembering.
 */
export function backoffDelay(ends: readonly number[]): { delayMs: number; recent: number[] } {
  const latest = ends.at(-1) ?? 0;
  const recent = ends.filter((moment) => latest - moment < CRASH_WINDOW_MS);
  const doublings = Math.min(recent.length - 1, 10);
  return { delayMs: Math.min(FIRST_DELAY_MS * 2 ** doublings, LONGEST_DELAY_MS), recent };
}
