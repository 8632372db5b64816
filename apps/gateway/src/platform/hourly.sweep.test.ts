import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HourlySweep } from './hourly.sweep.js';

const HOUR_MS = 3_600_000;

class CountedSweep extends HourlySweep {
  times = 0;

  constructor() {
    super(pino({ level: 'silent' }), 'nothing was cleared away');
  }

  protected async clear(): Promise<void> {
    this.times += 1;
    if (this.times === 2) throw new Error('the database is away');
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('is at the start, then every hour, also after one that failed, until the gateway ends', async () => {
  const sweep = new CountedSweep();
  const seen: number[] = [];
  sweep.onApplicationBootstrap();
  seen.push(sweep.times);
  for (const ms of [HOUR_MS - 1, 1, HOUR_MS - 1, 1]) {
    await vi.advanceTimersByTimeAsync(ms);
    seen.push(sweep.times);
  }
  sweep.onModuleDestroy();
  await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
  expect([...seen, sweep.times]).toEqual([1, 1, 2, 2, 3, 3]);
});
