import { describe, expect, it } from 'vitest';
import { ratioOf, tileRatioOf } from './photo.ratio.js';

describe('the shape of a photo', () => {
  it('keeps portraits upright and landscapes wide', () => {
    expect(ratioOf({ width: 2000, height: 3000 })).toBeCloseTo(0.667, 3);
    expect(tileRatioOf({ width: 3000, height: 2000 })).toBe(1.5);
  });

  it('has a place in the grid before its size is known', () => {
    expect(ratioOf({ width: null, height: null })).toBe(1.5);
    expect(ratioOf({ width: 100, height: 0 })).toBe(1.5);
  });

  it('does not let one panorama fill the screen', () => {
    expect(tileRatioOf({ width: 12_000, height: 1000 })).toBe(2.4);
    expect(tileRatioOf({ width: 100, height: 9000 })).toBe(0.5);
  });
});
