/** @module Groups take the names of known people from reference pictures. */
import { at, centroidOf, rowsOf, unitRows } from './embedding.matrix.js';
import { ClusteringError } from '../clustering.error.js';
import { LikenessSpace, type FaceKinds } from './likeness.space.js';

export interface ReferencePerson {
  name: string;
  /** Flat embeddings of the person's reference pictures; at least one picture. */
  embeddings: Float32Array;
}

export interface ReferenceMatch {
  name: string;
  /** Index of the group. */
  group: number;
  similarity: number;
}

/**
 * One name per group and one group per name, at or above the threshold: the cosine of the references' mean and the
 * group's centroid decides, the most similar pair first. (An assignment that maximises the total would take a group
 * from the person it resembles most in order to name a second, doubtful one.)
 * @param centroids unit-length centroid of each group, placed by the same kinds
 */
export function matchReferences(
  people: readonly ReferencePerson[],
  centroids: readonly Float32Array[],
  dimensions: number,
  threshold: number,
  kinds?: FaceKinds,
): ReferenceMatch[] {
  const space = kinds && new LikenessSpace(kinds, dimensions);
  const pairs: (ReferenceMatch & { person: number })[] = [];
  people.forEach(({ name, embeddings }, person) => {
    const rows = unitRows(embeddings, dimensions);
    if (rows.count === 0) throw new ClusteringError('wrong-length', `${name} has no reference embedding`);
    space?.placeRows(rows.values);
    const mean = centroidOf(rowsOf(rows), dimensions);
    centroids.forEach((centroid, group) => {
      const similarity = mean.reduce((sum, value, k) => sum + value * at(centroid, k), 0);
      if (similarity >= threshold) pairs.push({ name, person, group, similarity });
    });
  });
  pairs.sort((a, b) => b.similarity - a.similarity || a.person - b.person || a.group - b.group);
  const taken = new Set<number>();
  const named = new Set<number>();
  const matches: ReferenceMatch[] = [];
  for (const { name, person, group, similarity } of pairs) {
    if (taken.has(group) || named.has(person)) continue;
    taken.add(group);
    named.add(person);
    matches.push({ name, group, similarity });
  }
  return matches;
}
