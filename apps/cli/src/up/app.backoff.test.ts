import { expect, test } from 'vitest';
import { backoffDelay, CRASH_WINDOW_MS } from './app.backoff.js';

test('an app that crashed once is back within a second', () => {
  expect(backoffDelay([1_000])).toEqual({ delayMs: 500, recent: [1_000] });
});

test('an app that keeps crashing is tried less and less often, but never given up', () => {
  const ends = Array.from({ length: 12 }, (_, index) => index * 1_000);
  expect(backoffDelay(ends.slice(0, 3)).delayMs).toBe(2_000);
  expect(backoffDelay(ends).delayMs).toBe(30_000);
});

test('crashes from long ago are forgotten', () => {
  expect(backoffDelay([0, 10, CRASH_WINDOW_MS + 11])).toEqual({
    delayMs: 500,
    recent: [CRASH_WINDOW_MS + 11],
  });
});
