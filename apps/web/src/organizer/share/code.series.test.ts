import { describe, expect, it } from 'vitest';
import { seriesLabels } from './code.series.js';

describe('many codes at once', () => {
  it('are numbered as the tables are', () => {
    expect(seriesLabels({ word: ' Table ', from: 9, to: 11 })).toEqual(['Table 9', 'Table 10', 'Table 11']);
    expect(seriesLabels({ word: 'Table', from: 0, to: 1 })).toEqual(['Table 0', 'Table 1']);
    expect(seriesLabels({ word: '', from: 1, to: 1 })).toEqual(['1']);
  });

  it('are not made from numbers that form no series', () => {
    for (const [from, to] of [
      [2, 1],
      [1, 201],
      [-1, 3],
      [1, Number.NaN],
      [1.5, 3],
    ] as const) {
      expect(seriesLabels({ word: 'Table', from, to })).toBeNull();
    }
  });
});
