/**
 * @module A second network is consulted where the first is in doubt. Its errors are not the first one's, so two groups
 * that one network can hardly tell apart are often clearly one person, or clearly two, to the other.
 */
import { SECOND_OPINION_BAND, SECOND_OPINION_WEIGHT } from '../measure/clustering.thresholds.js';
import type { EmbeddingMatrix } from '../search/embedding.matrix.js';
import { meanWeight } from './mean.weight.js';

/** Embeddings of the same faces by another network. */
export interface SecondEmbeddings {
  /** One row of `dimensions` floats per face; a row of zeros for a face the network has not seen. */
  embeddings: Float32Array;
  dimensions: number;
  /** The network's own threshold: the cosine at which two faces are one person. */
  threshold: number;
}

/** How alike two faces or groups are to a network, and the likeness at which it takes two for one person. */
export interface Judgement {
  likeness: number;
  threshold: number;
}

/** The first network's verdict or, near its threshold, that of both together. */
export function isOnePerson(first: Judgement, second: Judgement | undefined): boolean {
  const lead = first.likeness - first.threshold;
  if (!second || Math.abs(lead) > SECOND_OPINION_BAND) return lead >= 0;
  return lead + SECOND_OPINION_WEIGHT * (second.likeness - second.threshold) >= 0;
}

/** Clusters as the second network sees them; grows along with a `ClusterSet`. */
export class SecondOpinion {
  /** Faces of each cluster that the network has seen. */
  private readonly seen: Int32Array;
  private readonly sums: Float32Array;
  private readonly dimensions: number;

  /** Takes ownership of the rows, which have unit length or are zero. */
  constructor(
    rows: EmbeddingMatrix,
    private readonly threshold: number,
  ) {
    const { values, dimensions, count } = rows;
    this.sums = values;
    this.dimensions = dimensions;
    this.seen = Int32Array.from({ length: count }, (_, row) =>
      values.subarray(row * dimensions, (row + 1) * dimensions).some((value) => value !== 0) ? 1 : 0,
    );
  }

  /** Lowest likeness at which the answer can be "one person". */
  floor(threshold: number): number {
    return threshold - SECOND_OPINION_BAND;
  }

  /** Whether two clusters are one person, given their likeness to the first network and its threshold. */
  agrees(a: number, b: number, likeness: number, threshold: number): boolean {
    const own = this.likeness(a, b);
    const second = own === undefined ? undefined : { likeness: own, threshold: this.threshold };
    return isOnePerson({ likeness, threshold }, second);
  }

  merge(into: number, from: number): void {
    const { sums, dimensions, seen } = this;
    for (let k = 0; k < dimensions; k++) {
      sums[into * dimensions + k] =
        (sums[into * dimensions + k] as number) + (sums[from * dimensions + k] as number);
    }
    seen[into] = (seen[into] as number) + (seen[from] as number);
  }

  private likeness(a: number, b: number): number | undefined {
    const { sums, dimensions } = this;
    const facesA = this.seen[a] as number;
    const facesB = this.seen[b] as number;
    if (facesA === 0 || facesB === 0) return undefined;
    let sum = 0;
    for (let k = 0; k < dimensions; k++) {
      sum += (sums[a * dimensions + k] as number) * (sums[b * dimensions + k] as number);
    }
    const weights =
      meanWeight(sums, a * dimensions, dimensions, facesA) *
      meanWeight(sums, b * dimensions, dimensions, facesB);
    return (sum / (facesA * facesB)) * weights;
  }
}
