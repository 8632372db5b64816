/**
 * @module Average-linkage agglomeration under cannot-link constraints, with memory linear in the faces.
 *
 * Two clusters merge while their likeness reaches the threshold, the most alike allowed pair first. Density methods
 * chain look-alikes into one person; an average over all pairs of faces cannot be led astray by a single resemblance.
 * Likeness is that average, weighted for the size of the groups (`ClusterSet.weight`). Near the threshold a second
 * network may have a say (second.opinion.ts).
 *
 * Why a sparse graph is enough: an average that reaches the threshold has a pair that reaches it, and no similarity
 * below it has to be guessed: averages come from the clusters' vector sums. By weight, groups reach it whose pairs do not
 * (`CANDIDATE_SHARE`). What a first search must leave out (the crowd around a face seen a thousand times, the other cells of a
 * large event) is found by searching again, by the clusters' means, until nothing can merge. See Muellner, "Modern
 * hierarchical, agglomerative clustering algorithms" (2011) for the best-neighbour heap used here.
 */
import { candidateEdges, type CandidateEdges } from './candidate.edges.js';
import type { ClusterSet } from './cluster.set.js';
import { CANDIDATE_SHARE, INDEX_IDLE_ROUNDS, INDEX_IDLE_SHARE } from '../measure/clustering.thresholds.js';
import { at } from '../search/embedding.matrix.js';
import { MaxHeap } from './max.heap.js';
import type { SimilarPairs } from '../search/similar.pairs.js';

export interface LinkageOptions {
  /** Lowest likeness at which two clusters merge: for two single faces their cosine. */
  threshold: number;
  perRow?: number;
  /** Up to this many clusters, all pairs are compared; default `INDEX_ROWS`. */
  indexRows?: number;
  /** When all other clusters are known to be different people: those that are to be compared with all; default all. */
  changed?: ReadonlySet<number>;
}

/** Merges the given clusters of the set as far as possible; returns those that remain, in the order given. */
export async function averageLinkage(
  pairs: SimilarPairs,
  set: ClusterSet,
  clusters: readonly number[],
  options: LinkageOptions,
): Promise<number[]> {
  const { threshold } = options;
  const floor = set.secondOpinion?.floor(threshold) ?? threshold;
  const candidateFloor = Math.min(floor, floor * CANDIDATE_SHARE);
  let active = [...clusters];
  let changed = options.changed;
  for (let seed = 0, idle = 0; ; seed++) {
    const round = active;
    const edges = await candidateEdges(pairs, set.comparable(round), {
      floor: candidateFloor,
      allowed: (i, j) => !set.forbidden(round[i] ?? -1, round[j] ?? -1),
      seed,
      ...(options.perRow === undefined ? {} : { perRow: options.perRow }),
      ...(options.indexRows === undefined ? {} : { indexRows: options.indexRows }),
      ...(changed === undefined ? {} : { changed: rowsOf(round, changed) }),
    });
    const sizes = round.map((cluster) => set.size(cluster));
    if (edges.from.length > 0) new Linkage(set, round, edges).run(floor, threshold);
    active = round.filter((cluster) => set.size(cluster) > 0);
    const merged = round.length - active.length;
    if (edges.exact && merged === 0) return active;
    // What a complete search left apart needs no second look unless it grew.
    changed = edges.truncated
      ? undefined
      : new Set(round.filter((cluster, row) => set.size(cluster) > (sizes[row] ?? 0)));
    idle = merged > round.length * INDEX_IDLE_SHARE ? 0 : idle + 1;
    if (!edges.exact && idle === INDEX_IDLE_ROUNDS) return active;
  }
}

function rowsOf(clusters: readonly number[], chosen: ReadonlySet<number>): Int32Array {
  return Int32Array.from(clusters.flatMap((cluster, row) => (chosen.has(cluster) ? [row] : [])));
}

/** Likenesses are distinguished to a millionth; finer differences are rounding, and ties are broken by order. */
const GRADES = 1e6;

/** One round: `row` is an index into `clusters`; `neighbours[row]` holds the exact average to every adjacent row. */
class Linkage {
  private readonly neighbours: Map<number, number>[];
  private readonly weights: Float64Array;
  private readonly best: Int32Array;
  private readonly heap: MaxHeap;

  constructor(
    private readonly set: ClusterSet,
    private readonly clusters: readonly number[],
    edges: CandidateEdges,
  ) {
    this.neighbours = clusters.map(() => new Map<number, number>());
    this.weights = Float64Array.from(clusters, (cluster) => set.weight(cluster));
    this.best = new Int32Array(clusters.length).fill(-1);
    this.heap = new MaxHeap(clusters.length);
    edges.from.forEach((a, e) => {
      const b = at(edges.to, e);
      const similarity = at(edges.similarity, e) / (at(this.weights, a) * at(this.weights, b));
      this.neighboursOf(a).set(b, similarity);
      this.neighboursOf(b).set(a, similarity);
    });
    for (let row = 0; row < clusters.length; row++) this.rescan(row);
  }

  /**
   * A row's key in the heap is never below its best likeness; it is looked up again before anything is merged.
   */
  run(floor: number, threshold: number): void {
    for (
      let row = this.heap.top();
      row >= 0 && this.heap.key(row) >= Math.round(floor * GRADES);
      row = this.heap.top()
    ) {
      const other = at(this.best, row);
      const similarity = this.neighboursOf(row).get(other);
      if (similarity === undefined || this.grade(row, other, similarity) !== this.heap.key(row))
        this.rescan(row);
      else if (this.mustStayApart(row, other, threshold)) this.disconnect(row, other);
      else if (this.neighboursOf(row).size >= this.neighboursOf(other).size) this.merge(row, other);
      else this.merge(other, row);
    }
  }

  /** Pairs above the floor are one person unless a constraint or the second opinion says otherwise. */
  private mustStayApart(row: number, other: number, threshold: number): boolean {
    const [a, b] = [this.cluster(row), this.cluster(other)];
    if (this.set.forbidden(a, b)) return true;
    return this.set.secondOpinion?.agrees(a, b, this.heap.key(row) / GRADES, threshold) === false;
  }

  private merge(into: number, from: number): void {
    const ofInto = this.neighboursOf(into);
    const ofFrom = this.neighboursOf(from);
    ofInto.delete(from);
    ofFrom.delete(into);
    const sizeInto = this.set.size(this.cluster(into));
    const sizeFrom = this.set.size(this.cluster(from));
    const combine = (a: number, b: number): number => (a * sizeInto + b * sizeFrom) / (sizeInto + sizeFrom);
    const averages = new Map<number, number>();
    for (const [row, similarity] of ofInto) {
      const other = ofFrom.get(row) ?? this.set.average(this.cluster(from), this.cluster(row));
      averages.set(row, combine(similarity, other));
    }
    for (const [row, similarity] of ofFrom) {
      this.neighboursOf(row).delete(from);
      if (ofInto.has(row)) continue;
      averages.set(row, combine(this.set.average(this.cluster(into), this.cluster(row)), similarity));
    }
    this.set.merge(this.cluster(into), this.cluster(from));
    this.weights[into] = this.set.weight(this.cluster(into));
    for (const [row, average] of averages) this.update(row, into, average);
    ofFrom.clear();
    this.heap.remove(from);
    this.rescan(into);
  }

  private update(row: number, into: number, similarity: number): void {
    this.neighboursOf(row).set(into, similarity);
    this.neighboursOf(into).set(row, similarity);
    const key = this.grade(row, into, similarity);
    if (key > this.heap.key(row)) {
      this.best[row] = into;
      this.heap.set(row, key);
    }
  }

  private disconnect(a: number, b: number): void {
    this.neighboursOf(a).delete(b);
    this.neighboursOf(b).delete(a);
    this.rescan(a);
  }

  private rescan(row: number): void {
    let best = -1;
    let highest = -Infinity;
    for (const [other, similarity] of this.neighboursOf(row)) {
      const key = this.grade(row, other, similarity);
      if (key > highest || (key === highest && other < best)) {
        best = other;
        highest = key;
      }
    }
    this.best[row] = best;
    if (best < 0) this.heap.remove(row);
    else this.heap.set(row, highest);
  }

  private grade(a: number, b: number, average: number): number {
    return Math.round(average * at(this.weights, a) * at(this.weights, b) * GRADES);
  }

  private neighboursOf(row: number): Map<number, number> {
    const map = this.neighbours[row];
    if (!map) throw new RangeError(`row ${row} does not belong to this round`);
    return map;
  }

  private cluster(row: number): number {
    return this.clusters[row] ?? -1;
  }
}
