import { expect, it } from 'vitest';
import { ClusterSet } from './cluster.set.js';
import { joinIdentical } from './identical.faces.js';

function setOf(values: readonly number[], photos: readonly number[] = [...values.keys()]): ClusterSet {
  return new ClusterSet(
    { values: Float32Array.from(values), count: values.length, dimensions: 1 },
    Int32Array.from(photos),
  );
}

function groups(set: ClusterSet): number[][] {
  return Array.from({ length: set.count }, (_, cluster) =>
    [...set.members(cluster)].sort((a, b) => a - b),
  ).filter((faces) => faces.length > 0);
}

it('copies of one face become one, and nothing that only resembles them', () => {
  const set = setOf([1, 1, 1, 1.0000001, 2, 2]);
  joinIdentical(set, [0, 1, 2, 3, 4, 5]);
  expect(groups(set)).toEqual([[0, 1, 2], [3], [4, 5]]);
});

it('copies in one photo are as many people as the photo shows', () => {
  const set = setOf([1, 1, 1, 1, 1], [1, 1, 2, 2, 3]);
  joinIdentical(set, [0, 1, 2, 3, 4]);
  expect(groups(set)).toEqual([
    [0, 2, 4],
    [1, 3],
  ]);
});

it('a copy kept apart by a constraint stays apart, and faces tied together are left as they are', () => {
  const set = setOf([1, 1, 1, 1]);
  set.forbid(0, 1);
  set.merge(2, 3);
  joinIdentical(set, [0, 1, 2]);
  expect(groups(set)).toEqual([[0], [1], [2, 3]]);
});
