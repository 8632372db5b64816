/** @module What is known about pairs of faces besides their likeness, checked for contradictions. */
import { ClusteringError } from '../clustering.error.js';
import { at } from '../search/embedding.matrix.js';

export type FacePair = readonly [number, number];

export interface FaceConstraints {
  /**
   * Pairs of face indices that are the same person, whatever they look like, even within one photo (a
   * mirror).
   */
  mustLink?: readonly FacePair[];
  /** Pairs of face indices that are not the same person. Faces of one photo need not be listed. */
  cannotLink?: readonly FacePair[];
}

/**
 * The group each face belongs to by must-link alone: `root[face]` is the lowest face index of its group.
 * @throws ClusteringError `unknown-face` or `contradictory-constraints` (a pair both the same and not the same,
 * directly or via other faces).
 */
export function mustLinkRoots(count: number, constraints: FaceConstraints): Int32Array {
  const root = Int32Array.from({ length: count }, (_, face) => face);
  const find = (face: number): number => {
    let current = face;
    while (at(root, current) !== current) {
      root[current] = at(root, at(root, current));
      current = at(root, current);
    }
    return current;
  };
  for (const pair of constraints.mustLink ?? []) {
    checkPair(count, pair);
    const a = find(pair[0]);
    const b = find(pair[1]);
    root[Math.max(a, b)] = Math.min(a, b);
  }
  for (let face = 0; face < count; face++) root[face] = find(face);
  for (const pair of constraints.cannotLink ?? []) {
    checkPair(count, pair);
    if (at(root, pair[0]) === at(root, pair[1])) {
      throw new ClusteringError(
        'contradictory-constraints',
        `faces ${pair[0]} and ${pair[1]} are said to be different people and, directly or via other faces, the same`,
        pair,
      );
    }
  }
  return root;
}

function checkPair(count: number, pair: FacePair): void {
  for (const face of pair) {
    if (!Number.isInteger(face) || face < 0 || face >= count) {
      throw new ClusteringError(
        'unknown-face',
        `a constraint names face ${face}, but there are ${count} faces`,
        pair,
      );
    }
  }
}
