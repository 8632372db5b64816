/**
 * @module Stray faces: a face turned away or half out of the picture resembles nobody enough, but one person
 * far more than any other. In a small event that is telling; in a large one some stranger always comes close,
 * so the rule grows strict by itself.
 */
import type { ClusterSet } from './cluster.set.js';
import { STRAY_HOST_FACES, STRAY_LEAD, STRAY_SIMILARITY } from './clustering.thresholds.js';
import type { EmbeddingMatrix } from './embedding.matrix.js';
import { visitSimilar } from './similar.pairs.js';

/**
 * Moves each stray into the person it resembles most, where that person is known by several faces, the cosine
 * to the person's centroid reaches `STRAY_SIMILARITY` of the threshold, and leads that of everybody else by
 * `STRAY_LEAD` of it. Centroids stay as they are.
 *
 * @param centroids unit rows, one for each of `people`
 * @param strays clusters of one face, whether among `people` or not
 */
export function adoptStrays(
  set: ClusterSet,
  people: readonly number[],
  centroids: EmbeddingMatrix,
  strays: readonly number[],
  threshold: number,
): void {
  const least = threshold * STRAY_SIMILARITY;
  const lead = threshold * STRAY_LEAD;
  const offers = strays.map((stray) => ({ stray, person: -1, similarity: -1, rival: -1 }));
  // A rival under `least - lead` cannot decide anything, so pairs below are not even looked at.
  visitSimilar(set.means(strays), centroids, least - lead, (i, j, similarity) => {
    const offer = offers[i];
    const person = people[j] ?? -1;
    if (!offer || person === offer.stray) return;
    if (similarity > offer.similarity) {
      offer.rival = offer.similarity;
      offer.similarity = similarity;
      offer.person = person;
    } else if (similarity > offer.rival) {
      offer.rival = similarity;
    }
  });
  const hosts = new Set(people.filter((person) => set.size(person) >= STRAY_HOST_FACES));
  offers.sort((a, b) => b.similarity - a.similarity || a.stray - b.stray);
  for (const { stray, person, similarity, rival } of offers) {
    if (similarity < least || similarity - rival < lead) continue;
    if (hosts.has(person) && !set.forbidden(stray, person)) set.absorb(person, stray);
  }
}
