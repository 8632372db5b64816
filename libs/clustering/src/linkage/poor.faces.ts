/** @module Faces too poor to start a person join the one they resemble most. */
import type { ClusterSet } from './cluster.set.js';
import type { EmbeddingMatrix } from '../search/embedding.matrix.js';
import type { SimilarPairs } from '../search/similar.pairs.js';

/**
 * The most similar pairs of a poor face and a person first; a face whose photo already shows the person takes the
 * next.
 * @param comparable `set.comparable(people)` from before any face joined
 */
export async function joinNearest(
  pairs: SimilarPairs,
  set: ClusterSet,
  people: readonly number[],
  comparable: EmbeddingMatrix,
  followers: readonly number[],
  threshold: number,
): Promise<void> {
  const offers: { follower: number; person: number; similarity: number }[] = [];
  await pairs.visit(set.means(followers), comparable, threshold, (i, j, similarity) => {
    const follower = followers[i];
    const person = people[j];
    if (follower !== undefined && person !== undefined) offers.push({ follower, person, similarity });
  });
  offers.sort((a, b) => b.similarity - a.similarity || a.follower - b.follower || a.person - b.person);
  for (const { follower, person } of offers) {
    if (set.size(follower) > 0 && !set.forbidden(follower, person)) set.absorb(person, follower);
  }
}
