/**
 * @module Stray faces: a face turned away or half out of the picture resembles nobody enough, but one person far more
 * than any other. In a small event that is significant; in a large one some stranger always comes close, so the rule
 * becomes strict by itself.
 */
import type { ClusterSet } from './cluster.set.js';
import { STRAY_HOST_FACES, STRAY_RULES } from '../measure/clustering.thresholds.js';
import type { EmbeddingMatrix } from '../search/embedding.matrix.js';
import type { SimilarPairs } from '../search/similar.pairs.js';

/**
 * Moves each stray into the person it resembles most, if that person is known by several faces, and the cosine to the
 * person's centroid and its lead over everybody else's meet one of `STRAY_RULES`. Centroids stay as they are.
 *
 * @param centroids unit rows, one for each of `people`
 * @param strays clusters of one face, whether or not they are among `people`
 */
export async function adoptStrays(
  pairs: SimilarPairs,
  set: ClusterSet,
  people: readonly number[],
  centroids: EmbeddingMatrix,
  strays: readonly number[],
  threshold: number,
): Promise<void> {
  const offers = strays.map((stray) => ({ stray, person: -1, similarity: -1, rival: -1 }));
  // A rival below this cannot decide anything, so such pairs are not even computed.
  const floor = threshold * Math.min(...STRAY_RULES.map(({ similarity, lead }) => similarity - lead));
  const compare = (i: number, j: number, similarity: number): void => {
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
  };
  await pairs.visit(
    set.means(strays),
    centroids,
    floor,
    compare,
    (i, _, atMost) => atMost > (offers[i]?.rival ?? 1),
  );
  const hosts = new Set(people.filter((person) => set.size(person) >= STRAY_HOST_FACES));
  offers.sort((a, b) => b.similarity - a.similarity || a.stray - b.stray);
  for (const { stray, person, similarity, rival } of offers) {
    const clear = STRAY_RULES.some(
      (rule) => similarity >= threshold * rule.similarity && similarity - rival >= threshold * rule.lead,
    );
    if (!clear) continue;
    if (hosts.has(person) && !set.forbidden(stray, person)) set.absorb(person, stray);
  }
}
