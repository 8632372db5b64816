/** @module Accuracy and error rates of "same person when at least this similar". */

export interface ScoredPair {
  fold: number;
  same: boolean;
  /** Cosine of the embeddings; -1 where a face was not found, so that the pair counts as "different people". */
  similarity: number;
}

/** Share of right answers. */
export function accuracy(pairs: readonly ScoredPair[], threshold: number): number {
  return share(pairs, (pair) => pair.similarity >= threshold === pair.same);
}

/** Share of different people that pass as one. */
export function falseAccepts(pairs: readonly ScoredPair[], threshold: number): number {
  const different = pairs.filter((pair) => !pair.same);
  return share(different, (pair) => pair.similarity >= threshold);
}

/** Share of same people that are told apart. */
export function falseRejects(pairs: readonly ScoredPair[], threshold: number): number {
  const same = pairs.filter((pair) => pair.same);
  return share(same, (pair) => pair.similarity < threshold);
}

/** The threshold of best accuracy; the middle one where several are equally good. */
export function bestThreshold(pairs: readonly ScoredPair[]): number {
  const candidates = Array.from({ length: 801 }, (_, i) => i / 1000).map((threshold) => ({
    threshold,
    score: accuracy(pairs, threshold),
  }));
  const best = Math.max(...candidates.map(({ score }) => score));
  const equal = candidates.filter(({ score }) => score === best);
  const middle = equal[equal.length >> 1];
  if (middle === undefined) throw new RangeError('There are no pairs.');
  return middle.threshold;
}

/** The accuracy of each fold at the threshold that is best on the others. */
export function crossValidated(pairs: readonly ScoredPair[]): number[] {
  return [...new Set(pairs.map(({ fold }) => fold))].map((fold) =>
    accuracy(
      pairs.filter((pair) => pair.fold === fold),
      bestThreshold(pairs.filter((pair) => pair.fold !== fold)),
    ),
  );
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

/** True accepts at the lowest threshold whose share of false accepts is at most `rate`. */
export function acceptsAt(
  pairs: readonly ScoredPair[],
  rate: number,
): { threshold: number; accepts: number } {
  const different = pairs.filter((pair) => !pair.same).map((pair) => pair.similarity);
  different.sort((a, b) => b - a);
  const threshold = (different[Math.floor(rate * different.length)] ?? -1) + 1e-6;
  return { threshold, accepts: 1 - falseRejects(pairs, threshold) };
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  if (items.length === 0) throw new RangeError('There is nothing to take a share of.');
  return items.filter(holds).length / items.length;
}
