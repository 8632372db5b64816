import { describe, expect, it } from 'vitest';
import { ClusterSet } from './cluster.set.js';
import { joinNearest } from './poor.faces.js';
import { SimilarPairs } from '../search/similar.pairs.js';
import { product } from '../testing/real.product.js';

/** Faces in a plane, by angle in degrees. */
function facing(angles: readonly number[], photos: readonly number[] = [...angles.keys()]): ClusterSet {
  const radians = angles.map((angle) => (angle * Math.PI) / 180);
  const values = Float32Array.from(radians.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]));
  return new ClusterSet({ values, count: angles.length, dimensions: 2 }, Int32Array.from(photos));
}

/** @returns the faces of each person once the poor have joined */
async function joined(
  set: ClusterSet,
  people: readonly number[],
  poor: readonly number[],
  threshold = 0.5,
): Promise<number[][]> {
  await joinNearest(new SimilarPairs(product), set, people, set.comparable(people), poor, threshold);
  return people.map((person) => [...set.members(person)].sort((a, b) => a - b));
}

describe('a poor face', () => {
  it('joins the person it resembles most, and only that one', async () => {
    const set = facing([0, 50, 30]);
    expect(await joined(set, [0, 1], [2])).toEqual([[0], [1, 2]]);
    expect([set.photoCount(0), set.photoCount(1)]).toEqual([1, 2]);
  });

  it('joins nobody below the threshold, and somebody at it', async () => {
    const rows = { values: Float32Array.of(1, 0, 0.5, 0.25), count: 2, dimensions: 2 };
    expect(
      await joined(
        new ClusterSet({ ...rows, values: rows.values.slice() }, Int32Array.of(0, 1)),
        [0],
        [1],
        0.5,
      ),
    ).toEqual([[0, 1]]);
    expect(await joined(new ClusterSet(rows, Int32Array.of(0, 1)), [0], [1], 0.501)).toEqual([[0]]);
  });

  it('stays away from a person it was said not to be, and takes the next', async () => {
    const set = facing([0, 50, 30, 32]);
    set.forbid(1, 2);
    expect(await joined(set, [0, 1], [2, 3])).toEqual([
      [0, 2],
      [1, 3],
    ]);
    const nobody = facing([0, 90, 5]);
    nobody.forbid(2, 0);
    expect(await joined(nobody, [0, 1], [2])).toEqual([[0], [1]]);
    expect(nobody.size(2)).toBe(1);
  });

  it('takes the next person if its photo already shows the first, whom the most similar face joins', async () => {
    expect(await joined(facing([0, 60, 20, 25], [1, 2, 3, 3]), [0, 1], [3, 2])).toEqual([
      [0, 2],
      [1, 3],
    ]);
    expect(await joined(facing([0, 60, 20], [3, 2, 3]), [0, 1], [2])).toEqual([[0], [1, 2]]);
  });

  it('breaks ties by the order of faces and of people, so that every run ends alike', async () => {
    expect(await joined(facing([0, 10, 10], [1, 3, 3]), [0], [2, 1])).toEqual([[0, 1]]);
    const between = new ClusterSet(
      { values: Float32Array.of(1, 0, 0, 1, 0.5, 0.5), count: 3, dimensions: 2 },
      Int32Array.of(0, 1, 2),
    );
    expect(await joined(between, [1, 0], [2])).toEqual([[1], [0, 2]]);
  });
});
