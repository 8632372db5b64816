import { describe, expect, test } from 'vitest';
import { apart, laterBy, readShift, writeShift } from './camera.shift.js';

describe('by how much a clock is off', () => {
  test.each([
    ['+1:00:00', 3600],
    ['1:00', 3600],
    ['-0:00:05', -5],
    ['−2d 0:30:00', -2 * 86_400 - 1800],
    ['365d', 365 * 86_400],
    ['+1T 1:00', 90_000],
    ['26:00', 93_600],
    ['', 0],
    ['1:60', null],
    ['an hour', null],
    ['99999d', null],
    ['--1:00', null],
  ])('is read from "%s"', (text, shift) => {
    expect(readShift(text)).toBe(shift);
  });

  test.each([0, 5, -5, 3600, -3661, 86_400, -90_061, 1_577_880_000])(
    'is read as it is written: %d',
    (shift) => {
      expect(readShift(writeShift(shift))).toBe(shift);
    },
  );

  test('is what lies between two times on clocks', () => {
    expect(apart('2026-06-20T14:00:00.250+02:00', '2026-06-20T15:00')).toBe(3600);
    expect(laterBy('2026-06-20T14:00:00.250+02:00', -86_400)).toBe('2026-06-19T14:00:00');
    expect(laterBy('2026-06-20T14:00:00', apart('2026-06-20T14:00:00', '2027-01-01T00:00:01'))).toBe(
      '2027-01-01T00:00:01',
    );
    expect(apart('2026-06-20T14:00:00', '')).toBeNaN();
  });
});
