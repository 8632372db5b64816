import { describe, expect, it } from 'vitest';
import { stepOfKey, stepOfSwipe, stepTo } from './viewer.step.js';

describe('moving between photos', () => {
  it('goes on with the arrow that points along the line of reading', () => {
    expect(stepOfKey('ArrowRight', false)).toBe('next');
    expect(stepOfKey('ArrowRight', true)).toBe('previous');
    expect(stepOfKey('ArrowLeft', true)).toBe('next');
    expect(stepOfKey('a', false)).toBeNull();
  });

  it('goes on by a swipe, and not when the finger scrolls or only taps', () => {
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
