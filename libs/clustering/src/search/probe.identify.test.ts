import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identify, searchLimits } from './probe.identify.js';

const limits = searchLimits(0.36, 500);
const person = (id: string, similarity: number) => ({ id, similarity });

describe('a selfie', () => {
  it('finds its person and no look-alike, though the look-alike alone would do', () => {
    const found = identify([person('cousin', 0.47), person('guest', 0.74)], [], limits);
    expect(found.people.map(({ id }) => id)).toEqual(['guest']);
    expect(identify([person('cousin', 0.47)], [], limits).people.map(({ id }) => id)).toEqual(['cousin']);
  });

  it('finds a person in both groups that hold them, and their single faces', () => {
    const found = identify(
      [person('a', 0.7), person('b', 0.66), person('c', 0.2)],
      [person('far off', 0.5)],
      limits,
    );
    expect(found.people.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(found.faces.map(({ id }) => id)).toEqual(['far off']);
  });

  it('of somebody who is not there finds nobody', () => {
    expect(identify([person('a', 0.38), person('b', 0.35)], [person('c', 0.3)], limits)).toEqual({
      people: [],
      faces: [],
    });
    expect(identify([], [], limits)).toEqual({ people: [], faces: [] });
  });

  it('is believed more the more similar it is, and less the more people there are', () => {
    const similarity = fc.double({ min: 0.3, max: 1, noNaN: true });
    fc.assert(
      fc.property(similarity, similarity, fc.integer({ min: 1, max: 100_000 }), (a, b, people) => {
        const confidence = (value: number, among: number): number =>
          identify([person('x', value)], [], searchLimits(0.36, among)).people[0]?.confidence ?? 0;
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(confidence(low, people)).toBeLessThanOrEqual(confidence(high, people));
        expect(confidence(high, people * 3)).toBeLessThanOrEqual(confidence(high, people));
        expect(confidence(high, people)).toBeGreaterThanOrEqual(0);
        expect(confidence(high, people)).toBeLessThanOrEqual(1);
      }),
    );
    const at = identify([person('x', limits.breakEven)], [], limits).people[0]?.confidence;
    expect(at).toBeCloseTo(0.5, 9);
  });

  it('ends exactly where the limits say', () => {
    const given = { leastSimilarity: 0.3, breakEven: 0.5, deviation: 0.1 };
    const ids = (people: [string, number][], faces: [string, number][] = []): string[][] => {
      const found = identify(
        people.map((one) => person(...one)),
        faces.map((one) => person(...one)),
        given,
      );
      return [found.people.map(({ id }) => id), found.faces.map(({ id }) => id)];
    };
    expect(
      ids(
        [
          ['at', 0.3],
          ['below', 0.2999],
        ],
        [
          ['at', 0.3],
          ['below', 0.2999],
        ],
      ),
    ).toEqual([['at'], ['at']]);
    expect(
      ids(
        [
          ['best', 0.5],
          ['close', 0.381],
          ['far', 0.379],
        ],
        [['face', 0.31]],
      ),
    ).toEqual([['best', 'close'], ['face']]);
    expect(
      ids([
        ['best', 0.75],
        ['at', 0.63],
      ]),
    ).toEqual([['best', 'at'], []]);
    expect(
      ids(
        [
          ['b', 0.6],
          ['c', 0.61],
          ['a', 0.6],
        ],
        [
          ['z', 0.4],
          ['y', 0.4],
        ],
      ),
    ).toEqual([
      ['c', 'a', 'b'],
      ['y', 'z'],
    ]);
  });

  it('is believed by its distance from where a look-alike is equally likely', () => {
    const given = { leastSimilarity: 0, breakEven: 0.5, deviation: 0.1 };
    const confidence = (similarity: number): number =>
      identify([person('x', similarity)], [], given).people[0]?.confidence ?? 0;
    expect(confidence(0.6)).toBeCloseTo(1 / (1 + Math.exp(-6.8)), 9);
    expect(confidence(0.4)).toBeCloseTo(1 / (1 + Math.exp(6.8)), 9);
  });

  it('is searched for more carefully the more people there are', () => {
    const { leastSimilarity, breakEven, deviation } = searchLimits(0.37, 200);
    expect([leastSimilarity, breakEven, deviation]).toEqual([
      expect.closeTo(0.1 * 4.107, 3),
      expect.closeTo(0.1 * 4.753, 3),
      expect.closeTo(0.1, 12),
    ]);
  });
});
