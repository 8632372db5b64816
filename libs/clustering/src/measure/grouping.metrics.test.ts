import { describe, expect, it } from 'vitest';
import { bcubedScore, pairwiseScore } from './grouping.metrics.js';

describe('grouping scores', () => {
  it('give a perfect grouping 1 whatever the groups are called', () => {
    const perfect = { precision: 1, recall: 1, f1: 1 };
    expect(pairwiseScore(['x', 'x', 'y'], [1, 1, 2])).toEqual(perfect);
    expect(bcubedScore(['x', 'x', 'y'], [1, 1, 2])).toEqual(perfect);
    expect(bcubedScore([], [])).toEqual(perfect);
  });

  it('agree with a count by hand: one of three pairs right, one of two true pairs found', () => {
    const predicted = [0, 0, 0, 1];
    const truth = ['a', 'a', 'b', 'b'];
    expect(pairwiseScore(predicted, truth)).toMatchObject({ precision: 1 / 3, recall: 1 / 2 });
    const bcubed = bcubedScore(predicted, truth);
    expect(bcubed.precision).toBeCloseTo((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4, 12);
    expect(bcubed.recall).toBeCloseTo((1 + 1 + 1 / 2 + 1 / 2) / 4, 12);
  });

  it('refuse lists of different lengths', () => {
    expect(() => pairwiseScore([1], [1, 2])).toThrow('1 predictions against 2 labels');
  });

  it('count nothing claimed as right, and nothing right as nothing', () => {
    expect(pairwiseScore([1, 2, 3], ['a', 'a', 'b'])).toEqual({ precision: 1, recall: 0, f1: 0 });
    expect(pairwiseScore([1, 1, 2], ['a', 'b', 'c'])).toEqual({ precision: 0, recall: 1, f1: 0 });
    expect(pairwiseScore([1, 1], ['a', 'b']).f1).toBe(0);
    expect(pairwiseScore([0, 0, 1, 1], ['a', 'b', 'a', 'b'])).toEqual({ precision: 0, recall: 0, f1: 0 });
    const half = pairwiseScore([0, 0, 0], ['a', 'a', 'b']);
    expect(half.f1).toBeCloseTo((2 * (1 / 3)) / (1 + 1 / 3), 12);
  });
});
