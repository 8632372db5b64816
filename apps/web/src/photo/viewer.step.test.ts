import { describe, expect, it } from 'vitest';
import { stepOfKey, stepOfSwipe, stepTo } from './viewer.step.js';

describe('moving between photos', () => {
  it('advances with the arrow that points in reading direction', () => {
    expect(stepOfKey('ArrowRight', false)).toBe('next');
    expect(stepOfKey('ArrowRight', true)).toBe('previous');
    expect(stepOfKey('ArrowLeft', true)).toBe('next');
    expect(stepOfKey('a', false)).toBeNull();
  });

  it('advances by a swipe, and not when the finger scrolls or only taps', () => {
    expect(stepOfSwipe(-120, 10, false)).toBe('next');
    expect(stepOfSwipe(120, 10, false)).toBe('previous');
    expect(stepOfSwipe(120, 10, true)).toBe('next');
    expect(stepOfSwipe(-20, 0, false)).toBeNull();
    expect(stepOfSwipe(-100, 90, false)).toBeNull();
  });

  it('stops at the first and at the last photo', () => {
    expect(stepTo(0, 3, 'previous')).toBe(0);
    expect(stepTo(2, 3, 'next')).toBe(2);
    expect(stepTo(1, 3, 'last')).toBe(2);
    expect(stepTo(1, 3, 'first')).toBe(0);
  });
});

it.each([
  ['ArrowLeft', 'previous', 'next'],
  ['ArrowRight', 'next', 'previous'],
  ['PageDown', 'next', 'next'],
  [' ', 'next', 'next'],
  ['PageUp', 'previous', 'previous'],
  ['Home', 'first', 'first'],
  ['End', 'last', 'last'],
] as const)(
  'the key “%s” leads to the %s photo, and to the %s one where lines are read from the right',
  (key, step, fromRight) => {
    expect([stepOfKey(key, false), stepOfKey(key, true)]).toEqual([step, fromRight]);
  },
);

it('a swipe must be at least 48 pixels long, and half as long again as it is high', () => {
  expect([stepOfSwipe(-47, 0, false), stepOfSwipe(-48, 0, false)]).toEqual([null, 'next']);
  expect([stepOfSwipe(-90, 60, false), stepOfSwipe(-90, -61, false)]).toEqual(['next', null]);
  expect(stepOfSwipe(-120, 10, true)).toBe('previous');
});

it('moves one photo on or back within the list', () => {
  expect([stepTo(1, 3, 'next'), stepTo(1, 3, 'previous'), stepTo(0, 3, 'next')]).toEqual([2, 0, 1]);
});
