import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClusterSet } from './cluster.set.js';
import { at, unitRows, type EmbeddingMatrix } from '../search/embedding.matrix.js';
import { meanWeight } from './mean.weight.js';
import { makeFaces } from '../testing/made.faces.js';

/** The given number of faces, by default each in a photo of its own. */
function setOf(
  count: number,
  photos: readonly number[] = Array.from({ length: count }, (_, i) => i),
): ClusterSet {
  const faces = makeFaces({ seed: 2, people: 4, photos: count, perPhoto: 1, noise: 0.8, dimensions: 7 });
  return new ClusterSet(unitRows(faces.embeddings, 7), Int32Array.from(photos));
}

function expectAlike(a: EmbeddingMatrix, b: EmbeddingMatrix): void {
  expect([a.count, a.dimensions]).toEqual([b.count, b.dimensions]);
  a.values.forEach((value, k) => expect(value).toBeCloseTo(at(b.values, k), 5));
}

describe('growing clusters', () => {
  it('inherit cannot-links, whichever side grows', () => {
    for (const how of ['merge', 'absorb'] as const) {
      const set = setOf(6);
      set.forbid(1, 2);
      set.forbid(4, 1);
      expect([set.forbidden(1, 2), set.forbidden(2, 1), set.forbidden(0, 2)]).toEqual([true, true, false]);
      set[how](0, 1);
      expect([set.forbidden(0, 2), set.forbidden(2, 0), set.forbidden(0, 4), set.forbidden(0, 3)]).toEqual([
        true,
        true,
        true,
        false,
      ]);
      set[how](3, 0);
      expect([set.forbidden(3, 2), set.forbidden(4, 3), set.forbidden(3, 5)]).toEqual([true, true, false]);
      set[how](5, 2);
      expect([set.forbidden(5, 3), set.forbidden(3, 5), set.forbidden(4, 5)]).toEqual([true, true, false]);
    }
  });

  it('inherit photos, so that nobody is in one twice', () => {
    const set = setOf(7, [1, 2, 3, 3, 4, 1, 2]);
    expect([set.forbidden(2, 3), set.forbidden(0, 1), set.photoCount(0)]).toEqual([true, false, 1]);
    set.merge(0, 1);
    expect(set.photoCount(0)).toBe(2);
    expect([
      set.forbidden(0, 5),
      set.forbidden(5, 0),
      set.forbidden(0, 6),
      set.forbidden(6, 0),
      set.forbidden(0, 2),
    ]).toEqual([true, true, true, true, false]);
    set.merge(4, 2);
    expect([set.forbidden(0, 4), set.forbidden(4, 0)]).toEqual([false, false]);
    set.merge(5, 4); // photos 1, 4, 3 against 1, 2
    expect([set.forbidden(0, 5), set.forbidden(5, 0), set.photoCount(5)]).toEqual([true, true, 3]);
    expect([set.forbidden(3, 5), set.forbidden(6, 5)]).toEqual([true, false]);
  });

  it('hold each face once, and none after it has moved', () => {
    const set = setOf(5);
    set.merge(3, 1);
    set.absorb(0, 3);
    expect([...set.members(0)].sort()).toEqual([0, 1, 3]);
    expect([set.members(3), set.members(1), set.size(0), set.size(3), set.size(4)]).toEqual([
      [],
      [],
      3,
      0,
      1,
    ]);
    set.absorb(4, 0);
    expect([...set.members(4)].sort()).toEqual([0, 1, 3, 4]);
    expect(set.members(0)).toEqual([]);
  });

  it('are as alike as their faces are on average', () => {
    const set = setOf(6);
    const pair = (a: number, b: number): number => setOf(6).average(a, b);
    set.merge(0, 1);
    set.merge(3, 2);
    set.merge(3, 4);
    const sum = [0, 1]
      .flatMap((a) => [2, 3, 4].map((b) => pair(a, b)))
      .reduce((total, value) => total + value, 0);
    expect(set.average(0, 3)).toBeCloseTo(sum / 6, 5);
  });

  it('recognise exact copies to the last bit', () => {
    const set = new ClusterSet(
      { values: Float32Array.of(1, 2, 3, 1, 2, 3, 1, 2, 3.0000002, 9, 2, 3), count: 4, dimensions: 3 },
      Int32Array.of(0, 1, 2, 3),
    );
    expect([set.equal(0, 1), set.equal(0, 2), set.equal(0, 3)]).toEqual([true, false, false]);
  });

  it('keep their look when a poor face is absorbed, and change it when one is merged', () => {
    const before = setOf(3);
    const [absorbed, merged] = [setOf(3), setOf(3)];
    absorbed.absorb(0, 1);
    merged.merge(0, 1);
    expect(absorbed.average(0, 2) * 2).toBeCloseTo(before.average(0, 2), 6);
    expect(merged.average(0, 2) * 2).toBeCloseTo(before.average(0, 2) + before.average(1, 2), 6);
  });

  it('are compared as groups as if they had been merged already', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { minLength: 1, maxLength: 12 }), (groupOf) => {
        const groups = [0, 1, 2, 3]
          .map((group) => groupOf.flatMap((of, face) => (of === group ? [face] : [])))
          .filter((faces) => faces.length > 0);
        const set = setOf(groupOf.length);
        const rows = set.comparableGroups(groups);
        for (const [first = 0, ...rest] of groups) for (const face of rest) set.merge(first, face);
        expectAlike(set.comparable(groups.map(([first = 0]) => first)), rows);
      }),
      { seed: 1 },
    );
  });

  it('give rows whose product is their likeness, in the order asked for', () => {
    const set = setOf(5);
    expectAlike(set.comparable([3, 1]), set.means([3, 1]));
    expectAlike(set.comparable([4, 3, 2, 1, 0]), set.means([4, 3, 2, 1, 0]));
    set.merge(1, 2);
    const { values } = set.comparable([1, 4]);
    const product = Array.from({ length: 7 }, (_, k) => at(values, k) * at(values, 7 + k)).reduce(
      (sum, value) => sum + value,
      0,
    );
    expect(product).toBeCloseTo(set.average(1, 4) * set.weight(1) * set.weight(4), 5);
    expect(set.weight(4)).toBe(1);
    expect(set.weight(1)).toBeGreaterThan(1);
    const all = set.comparable([0, 1, 3, 4]);
    expect(all.count).toBe(4);
  });
});

describe('how much a group counts', () => {
  it('is one for a face, and grows as the mean of a group gets shorter', () => {
    expect(meanWeight(Float32Array.of(0.5, 0), 0, 2, 1)).toBe(1);
    expect(meanWeight(Float32Array.of(9, 9, 2, 0), 2, 2, 2)).toBe(1);
    expect(meanWeight(Float32Array.of(0.6, 0.8), 0, 2, 2)).toBeCloseTo(0.5 ** -0.75, 6);
    expect(meanWeight(Float32Array.of(0.6, 0.8, 7), 0, 2, 2)).toBeCloseTo(0.5 ** -0.75, 6);
  });

  it('is bounded: opposites that somebody tied together do not resemble everybody', () => {
    expect(meanWeight(Float32Array.of(0.62, 0), 0, 2, 2)).toBeCloseTo(0.31 ** -0.75, 5);
    expect(meanWeight(Float32Array.of(0.58, 0), 0, 2, 2)).toBeCloseTo(0.3 ** -0.75, 5);
    expect(meanWeight(Float32Array.of(0, 0), 0, 2, 2)).toBeCloseTo(0.3 ** -0.75, 5);
  });
});
