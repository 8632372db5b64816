import { expect, it } from 'vitest';
import { ProgressRate } from './sort.progress.js';

it('computes the rate and the time left from this run, not from what was known before', () => {
  let now = 0;
  const rate = new ProgressRate(1000, 400, () => now);
  expect(rate.describe()).toEqual({ rate: '0.0 photos/s', left: 'starting' });
  now = 10_000;
  rate.done += 50;
  expect(rate.describe()).toEqual({ rate: '5.0 photos/s', left: '1:50 left' });
  now = 110_000;
  expect(rate.describe().left).toBe('20:10 left');
});
