import { afterEach, describe, expect, it } from 'vitest';
import {
  formatAmount,
  formatBytes,
  formatDay,
  formatPercent,
  formatTaken,
  setLocale,
  wholePercent,
} from './format.js';

afterEach(() => setLocale('en'));

describe('texts with numbers', () => {
  it('says "1 photo" and "2 photos"', () => {
    expect(formatAmount(1, 'photo', 'photos')).toBe('1 photo');
    expect(formatAmount(0, 'photo', 'photos')).toBe('0 photos');
    expect(formatAmount(12345, 'photo', 'photos')).toBe('12,345 photos');
  });

  it('shows file sizes as a file manager does, without "1,000 kB"', () => {
    expect(formatBytes(0)).toBe('0 byte');
    expect(formatBytes(1536)).toBe('1.5 kB');
    expect(formatBytes(999_999)).toBe('1 MB');
    expect(formatBytes(12_400_000)).toBe('12 MB');
    expect(formatBytes(2_900_000_000)).toBe('2.9 GB');
  });

  it('shows the day of the event whatever the time zone of the reader', () => {
    expect(formatDay('2026-06-13')).toBe('June 13, 2026');
    // as clocks showed it there, not in the reader's zone
    for (const zone of ['', 'Z', '+09:00', '.345-03:30'])
      expect(formatTaken(`2026-06-13T18:30:12${zone}`)).toMatch(/^Jun 13, 2026, 6:30\sPM$/);
    expect(formatTaken('2026-06-13')).toBe('Jun 13, 2026');
    expect(formatTaken('soon')).toBe('soon');
    expect(formatDay('soon')).toBe('soon');
  });

  it('writes numbers, sizes and days as readers of the language do', () => {
    setLocale('de');
    expect(formatAmount(12345, 'Foto', 'Fotos')).toBe('12.345 Fotos');
    expect(formatBytes(1536)).toBe('1,5 kB');
    expect(formatPercent(45)).toBe('45\u00a0%');
    expect(formatDay('2026-06-13')).toBe('13. Juni 2026');
    setLocale('en-GB');
    expect(formatDay('2026-06-13')).toBe('13 June 2026');
  });

  it('never claims 100 % before the last photo is done', () => {
    expect(wholePercent(999, 1000)).toBe(99);
    expect(wholePercent(99_999, 100_000)).toBe(99);
    expect(wholePercent(1000, 1000)).toBe(100);
    expect(wholePercent(0, 0)).toBe(0);
  });
});
