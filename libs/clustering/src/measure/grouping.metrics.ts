/** @module How well a grouping agrees with the truth. */
import { ClusteringError } from '../clustering.error.js';

/** Each 0..1; an empty denominator counts as 1 (nothing was claimed, or there was nothing to find). */
export interface GroupingScore {
  precision: number;
  recall: number;
  f1: number;
}

export type Label = string | number;

/**
 * Pairwise scores: of all pairs put together, how many belong together (precision); of all that belong together, how
 * many were put together (recall). `predicted[i]` and `truth[i]` label item i.
 */
export function pairwiseScore(predicted: readonly Label[], truth: readonly Label[]): GroupingScore {
  const { cells, groups, classes } = contingency(predicted, truth);
  const pairs = (n: number): number => (n * (n - 1)) / 2;
  const total = (counts: Iterable<number>): number => [...counts].reduce((sum, n) => sum + pairs(n), 0);
  const both = total([...cells.values()].flatMap((row) => [...row.values()]));
  return score(both, total(groups.values()), both, total(classes.values()));
}

/**
 * BCubed scores (Bagga and Baldwin 1998): the same averaged over items, so that large groups do not drown
 * small ones.
 */
export function bcubedScore(predicted: readonly Label[], truth: readonly Label[]): GroupingScore {
  const { cells, groups, classes } = contingency(predicted, truth);
  let precision = 0;
  let recall = 0;
  for (const [group, row] of cells) {
    for (const [label, n] of row) {
      precision += (n * n) / (groups.get(group) ?? n);
      recall += (n * n) / (classes.get(label) ?? n);
    }
  }
  return score(precision, predicted.length, recall, predicted.length);
}

function contingency(predicted: readonly Label[], truth: readonly Label[]) {
  if (predicted.length !== truth.length) {
    throw new ClusteringError(
      'wrong-length',
      `${predicted.length} predictions against ${truth.length} labels`,
    );
  }
  const cells = new Map<Label, Map<Label, number>>();
  const groups = new Map<Label, number>();
  const classes = new Map<Label, number>();
  predicted.forEach((group, item) => {
    const label = truth[item] ?? '';
    const row = cells.get(group) ?? new Map<Label, number>();
    cells.set(group, row);
    row.set(label, (row.get(label) ?? 0) + 1);
    groups.set(group, (groups.get(group) ?? 0) + 1);
    classes.set(label, (classes.get(label) ?? 0) + 1);
  });
  return { cells, groups, classes };
}

function score(right: number, claimed: number, found: number, there: number): GroupingScore {
  const precision = claimed === 0 ? 1 : right / claimed;
  const recall = there === 0 ? 1 : found / there;
  return {
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
  };
}
