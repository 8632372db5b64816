import { expect, test } from 'vitest';
import { defaultThreads } from './vision.settings.js';

test('uses every processor, but takes no more than half of a small machine', () => {
  expect(defaultThreads(2, 24e9)).toBe(2);
  expect(defaultThreads(16, 4e9)).toBe(4);
  expect(defaultThreads(4, 0.5e9)).toBe(1);
  expect(defaultThreads()).toBeGreaterThanOrEqual(1);
});
