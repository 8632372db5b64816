import { describe, expect, it } from 'vitest';
import { suppressOverlaps } from './box.suppress.js';

describe('one box a face', () => {
  it('joins detections of one face into their weighted mean, with the best score', () => {
    const [only, ...others] = suppressOverlaps([
      { box: [10, 10, 20, 20], score: 0.6 },
      { box: [12, 10, 20, 20], score: 0.9 },
    ]);
    expect(others).toEqual([]);
    expect(only?.score).toBe(0.9);
    expect(only?.box[0]).toBeCloseTo((10 * 0.6 + 12 * 0.9) / 1.5);
  });

  it('keeps two heads that touch apart', () => {
    expect(suppressOverlaps([
      { box: [0, 0, 20, 20], score: 0.9 },
      { box: [14, 0, 20, 20], score: 0.8 },
    ])).toHaveLength(2);
  });

  it('drops half a face inside of the whole one, without moving it', () => {
    expect(suppressOverlaps([
      { box: [0, 0, 40, 40], score: 0.9 },
      { box: [5, 5, 12, 12], score: 0.8 },
    ])).toEqual([{ box: [0, 0, 40, 40], score: 0.9 }]);
  });
});
