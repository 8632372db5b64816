import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { strangersOf } from '../testing/made.strangers.js';
import { StrangerHistogram, strangersIn, type PhotographedFace } from './stranger.histogram.js';

const at = (degrees: number, quality = 1): PhotographedFace => {
  const angle = (degrees * Math.PI) / 180;
  return { row: Float32Array.of(Math.cos(angle), Math.sin(angle)), quality };
};

/** Likenesses of the pairs, to two digits, and what each counts. */
function told(faces: readonly PhotographedFace[]): [number, number][] {
  const { steps, weights } = strangersIn(faces);
  return Array.from(steps, (step, pair): [number, number] => [
    Number((step / 2000 - 1).toFixed(2)),
    weights[pair] ?? 0,
  ]);
}

const rise = (a: [number, number], b: [number, number]): number => a[0] - b[0];

describe('what a photo tells of strangers', () => {
  it('is each pair of its people, as clear as the less clear of the two', () => {
    expect(told([at(0), at(90, 0.5), at(180, 0.8)]).sort(rise)).toEqual([
      [-1, 40],
      [0, 25],
      [0, 25],
    ]);
  });

  it('is nothing of faces under the bar, of a face alone, or of nobody', () => {
    expect(told([at(0), at(90, 0.299)])).toEqual([]);
    expect(told([at(0), at(90, 0.3)])).toEqual([[0, 30]]);
    expect(told([at(0)])).toEqual([]);
    expect(told([])).toEqual([]);
  });

  it('takes one person several times for one: a strip of two teaches one pair, their clearest', () => {
    const strip = [at(0, 0.8), at(10, 0.9), at(20, 0.7), at(100, 0.5), at(110, 0.95), at(120, 0.6)];
    expect(told(strip)).toEqual([[Number(Math.cos((100 * Math.PI) / 180).toFixed(2)), 90]]);
    // not alike themselves, but each like the one between them
    expect(told([at(0), at(50), at(100)])).toEqual([]);
  });

  it('of a crowd is its sixteen clearest people, who count as eight pairs at most', () => {
    const stage = Array.from({ length: 40 }, (_, face): PhotographedFace => {
      const row = new Float32Array(40);
      row[face] = 1;
      return { row, quality: 1 - face / 100 };
    });
    const pairs = told(stage);
    expect(pairs).toHaveLength(120);
    expect(pairs.reduce((sum, [, weight]) => sum + weight, 0) / 100).toBeLessThan(8);
    expect(pairs.reduce((sum, [, weight]) => sum + weight, 0) / 100).toBeGreaterThan(7);
    expect(Math.min(...pairs.map(([, weight]) => weight))).toBe(Math.round((100 * 0.85) / 15));
  });
});

describe('the strangers of an event', () => {
  it('are known by their quantiles, to a two-thousandth', () => {
    const some = strangersOf([-0.2, 0, 0.1, 0.3, 0.5]);
    expect([0.2, 0.5, 0.8, 1].map((share) => some.quantile(share))).toEqual(
      [-0.2, 0.1, 0.3, 0.5].map((value) => expect.closeTo(value, 9) as number),
    );
    expect(some.pairs).toBe(5);
    expect(strangersOf([2, -2]).quantile(1)).toBe(1);
    expect([new StrangerHistogram().quantile(0.5), new StrangerHistogram().pairs]).toEqual([0, 0]);
  });

  it('are those of the photos that are there, however they came and went', () => {
    const photo = fc.array(
      fc.record({
        degrees: fc.integer({ min: 0, max: 359 }),
        quality: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(fc.array(photo), fc.array(photo), (stay, go) => {
        const pairs = (faces: (typeof stay)[number]) =>
          strangersIn(faces.map(({ degrees, quality }) => at(degrees, quality)));
        const [left, fresh] = [new StrangerHistogram(), new StrangerHistogram()];
        for (const faces of [...go, ...stay]) left.add(pairs(faces));
        for (const faces of go.toReversed()) left.add(pairs(faces), -1);
        for (const faces of stay.toReversed()) fresh.add(pairs(faces));
        expect(left).toEqual(fresh);
      }),
      { seed: 1 },
    );
  });
});
