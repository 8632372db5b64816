import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { strangersOf } from '../testing/made.strangers.js';
import type { Candidate } from './face.index.js';
import * as probe from './probe.identify.js';

const person = (id: string, similarity: number) => ({ id, similarity });

/** An event of so many people. */
const event = (among: number, strangers = strangersOf([]), strictness = 1) => ({
  people: Array.from({ length: among }, (_, n) => person(String(n), 0)),
  ...{ faces: [], strangers, strictness },
});

/** How alike people look makes no difference here: all who come near are one. */
const identify = (people: readonly Candidate[], faces: readonly Candidate[], within: probe.SearchLimits) =>
  probe.identify({ people, faces }, within, () => 1);
const searchLimits = (threshold: number, among: number): probe.SearchLimits =>
  probe.searchLimits(threshold, event(among));
const limits = searchLimits(0.36, 500);

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
      ambiguous: false,
    });
    expect(identify([], [], limits)).toEqual({ people: [], faces: [], ambiguous: false });
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

  it('finds single faces of nobody by one that is likelier meant than a look-alike, and others with it', () => {
    const { leastSimilarity, breakEven } = limits;
    const faces = (...similarities: number[]): string[] =>
      identify(
        [],
        similarities.map((similarity, n) => person(`${n}`, similarity)),
        limits,
      ).faces.map(({ id }) => id);
    expect(faces(breakEven - 0.001, leastSimilarity)).toEqual([]);
    expect(faces(leastSimilarity, breakEven, leastSimilarity - 0.001)).toEqual(['1', '0']);
    const beside = identify([person('a', 0.7)], [person('poor', leastSimilarity)], limits);
    expect(beside.faces.map(({ id }) => id)).toEqual(['poor']);
  });

  it('is searched for more carefully the more people there are', () => {
    const { leastSimilarity, breakEven, deviation } = searchLimits(0.37, 200);
    expect([leastSimilarity, breakEven, deviation]).toEqual([
      expect.closeTo(0.1 * 4.107, 3),
      expect.closeTo(0.1 * 4.753, 3),
      expect.closeTo(0.1, 12),
    ]);
  });

  it('that resembles several people is nobody’s, unless one stands far out or they are one person in two groups', () => {
    const look = (people: [string, number][], alike: number) =>
      probe.identify(
        { people: people.map((one) => person(...one)), faces: [person('face', 0.9)] },
        limits,
        (a, b) => (a === b ? 1 : alike),
      );
    const near: [string, number][] = [
      ['a', 0.5],
      ['b', 0.45],
      ['c', 0.44],
    ];
    expect(look(near, 0.2)).toEqual({ people: [], faces: [], ambiguous: true });
    expect(look(near, 0.25)).toMatchObject({
      people: [{ id: 'a' }, { id: 'b' }, { id: 'c' }],
      faces: [{ id: 'face' }],
      ambiguous: false,
    });
    const far: [string, number][] = [
      ['a', 0.7],
      ['b', 0.45],
      ['c', 0.44],
    ];
    expect(look(far, 0)).toMatchObject({ people: [{ id: 'a' }], ambiguous: false });
  });

  it('has to be more alike where strangers are', () => {
    const limit = (likeness: number): number =>
      probe.searchLimits(0.37, event(20, strangersOf(new Float64Array(1_000).fill(likeness))))
        .leastSimilarity;
    expect(limit(0.2)).toBeGreaterThan(limit(0) + 0.09);
  });

  it('in doubt asks for another one, unless nobody else comes near', () => {
    const given = { leastSimilarity: 0.34, breakEven: 0.42, deviation: 0.1 };
    const ask = (best: number, next: number) =>
      probe.identify({ people: [person('a', best), person('b', next)], faces: [] }, given, () => 0);
    expect(ask(0.4, 0.2)).toEqual({ people: [], faces: [], ambiguous: true });
    expect(ask(0.4, 0.14)).toMatchObject({ people: [{ id: 'a' }], ambiguous: false });
    expect(ask(0.42, 0.2)).toMatchObject({ people: [{ id: 'a' }], ambiguous: false });
    expect(ask(0.33, 0.2)).toEqual({ people: [], faces: [], ambiguous: false });
  });

  it('of a face that has little of its own has to be more alike', () => {
    const [plain, child] = [1, 1.3].map((strictness) =>
      probe.searchLimits(0.37, event(20, strangersOf([]), strictness)),
    );
    expect((child?.leastSimilarity ?? 0) / (plain?.leastSimilarity ?? 0)).toBeCloseTo(1.3, 9);
    expect((child?.breakEven ?? 0) / (plain?.breakEven ?? 0)).toBeCloseTo(1.3, 9);
  });
});
