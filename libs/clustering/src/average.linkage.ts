/**
 * @module Average-linkage agglomeration under cannot-link constraints, exact and with memory linear in the
 * faces.
 *
 * Two clusters become one while the average similarity over all their pairs of faces reaches the threshold,
 * the most similar allowed pair first. Density methods chain look-alikes into one person; an average cannot
 * be led astray by a single resemblance.
 *
 * Why a sparse graph is enough: an average that reaches the threshold has a pair that reaches it, so clusters
 * without an edge at or above the threshold can never merge, and no similarity below it has to be guessed:
 * averages come from the clusters' vector sums. Where a crowd made the search drop edges, the clusters are
 * searched again, by their means, until nothing can merge. See Muellner, "Modern hierarchical, agglomerative
 * clustering algorithms" (2011) for the best-neighbour heap used here.
 */
import { candidateEdges, type CandidateEdges } from './candidate.edges.js';
import type { ClusterSet } from './cluster.set.js';
import { at } from './embedding.matrix.js';
import { MaxHeap } from './max.heap.js';

export interface LinkageOptions {
  /** Lowest average cosine at which two clusters merge. */
  threshold: number;
  perRow?: number;
}

/** Merges the given clusters of the set as far as they go; returns those that remain, in the order given. */
export function averageLinkage(
  set: ClusterSet,
  clusters: readonly number[],
  options: LinkageOptions,
): number[] {
  let active = [...clusters];
  for (;;) {
    const round = active;
    const edges = candidateEdges(set.means(round), {
      floor: options.threshold,
      allowed: (i, j) => !set.forbidden(round[i] ?? -1, round[j] ?? -1),
      ...(options.perRow === undefined ? {} : { perRow: options.perRow }),
    });
    if (edges.from.length > 0) new Linkage(set, round, edges).run(options.threshold);
    active = round.filter((cluster) => set.size(cluster) > 0);
    if (!edges.truncated || active.length === round.length) return active;
  }
}

/**
 * Similarities are told apart to a millionth; finer differences are rounding, and equals go by their order.
 */
function grade(similarity: number): number {
  return Math.round(similarity * 1e6);
}

/**
 * One round: `row` is a place in `clusters`; `neighbours[row]` holds the exact average to every adjacent row.
 */
class Linkage {
  private readonly neighbours: Map<number, number>[];
  private readonly best: Int32Array;
  private readonly heap: MaxHeap;

  constructor(
    private readonly set: ClusterSet,
    private readonly clusters: readonly number[],
    edges: CandidateEdges,
  ) {
    this.neighbours = clusters.map(() => new Map<number, number>());
    this.best = new Int32Array(clusters.length).fill(-1);
    this.heap = new MaxHeap(clusters.length);
    edges.from.forEach((a, e) => {
      const b = at(edges.to, e);
      const similarity = at(edges.similarity, e);
      this.of(a).set(b, similarity);
      this.of(b).set(a, similarity);
    });
    for (let row = 0; row < clusters.length; row++) this.rescan(row);
  }

  /**
   * A row's key in the heap is never below its best average; it is looked up again before anything is merged.
   */
  run(threshold: number): void {
    for (
      let row = this.heap.top();
      row >= 0 && this.heap.key(row) >= grade(threshold);
      row = this.heap.top()
    ) {
      const other = at(this.best, row);
      const similarity = this.of(row).get(other);
      if (similarity === undefined || grade(similarity) !== this.heap.key(row)) this.rescan(row);
      else if (this.set.forbidden(this.cluster(row), this.cluster(other))) this.disconnect(row, other);
      else if (this.of(row).size >= this.of(other).size) this.merge(row, other);
      else this.merge(other, row);
    }
  }

  private merge(into: number, from: number): void {
    const ofInto = this.of(into);
    const ofFrom = this.of(from);
    ofInto.delete(from);
    ofFrom.delete(into);
    const sizeInto = this.set.size(this.cluster(into));
    const sizeFrom = this.set.size(this.cluster(from));
    const combine = (a: number, b: number): number => (a * sizeInto + b * sizeFrom) / (sizeInto + sizeFrom);
    for (const [row, similarity] of ofInto) {
      const other = ofFrom.get(row) ?? this.set.average(this.cluster(from), this.cluster(row));
      this.update(row, into, combine(similarity, other));
    }
    for (const [row, similarity] of ofFrom) {
      this.of(row).delete(from);
      if (ofInto.has(row)) continue;
      this.update(row, into, combine(this.set.average(this.cluster(into), this.cluster(row)), similarity));
    }
    this.set.merge(this.cluster(into), this.cluster(from));
    ofFrom.clear();
    this.heap.remove(from);
    this.rescan(into);
  }

  private update(row: number, into: number, similarity: number): void {
    this.of(row).set(into, similarity);
    this.of(into).set(row, similarity);
    if (grade(similarity) > this.heap.key(row)) {
      this.best[row] = into;
      this.heap.set(row, grade(similarity));
    }
  }

  private disconnect(a: number, b: number): void {
    this.of(a).delete(b);
    this.of(b).delete(a);
    this.rescan(a);
  }

  private rescan(row: number): void {
    let best = -1;
    let highest = -Infinity;
    for (const [other, similarity] of this.of(row)) {
      const key = grade(similarity);
      if (key > highest || (key === highest && other < best)) {
        best = other;
        highest = key;
      }
    }
    this.best[row] = best;
    if (best < 0) this.heap.remove(row);
    else this.heap.set(row, highest);
  }

  private of(row: number): Map<number, number> {
    const map = this.neighbours[row];
    if (!map) throw new RangeError(`row ${row} is not of this round`);
    return map;
  }

  private cluster(row: number): number {
    return this.clusters[row] ?? -1;
  }
}
