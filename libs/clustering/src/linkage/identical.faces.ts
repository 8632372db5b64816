/** @module Copies of one face (the same photo uploaded many times) are one person before any pair is compared. */
import type { ClusterSet } from './cluster.set.js';

/**
 * Merges single faces whose rows are equal, where nothing forbids it. Nothing is more alike, so linkage would begin
 * with them anyway, but ten thousand copies are fifty million pairs.
 * @param faces in canonical order, where equal ones are neighbours
 */
export function joinIdentical(set: ClusterSet, faces: readonly number[]): void {
  let groups: number[] = [];
  let last = -1;
  for (const face of faces) {
    if (set.size(face) !== 1) continue;
    if (last < 0 || !set.equal(last, face)) groups = [];
    last = face; // a merged face keeps its own vector, so the last one seen can still be compared
    const host = groups.find((group) => !set.forbidden(group, face));
    if (host === undefined) groups.push(face);
    else set.merge(host, face);
  }
}
