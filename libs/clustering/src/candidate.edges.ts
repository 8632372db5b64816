/**
 * @module Search of the pairs of rows whose similarity reaches a floor, with memory linear in what is kept: all of them
 * up to `INDEX_ROWS` rows, beyond that those that fall into one cell of an index.
 */
import { cellsOf } from './cell.index.js';
import { INDEX_CELL_ROWS, INDEX_ROWS, INDEX_TREES, NEIGHBOURS_PER_ROW } from './clustering.thresholds.js';
import { at, rowsAt, type EmbeddingMatrix } from './embedding.matrix.js';
import { CellSearch, visitSimilar } from './similar.pairs.js';

export interface CandidateEdges {
  /** Edge e joins rows `from[e] < to[e]` with `similarity[e]`. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly similarity: Float32Array;
  /** True when some row had more neighbours than were kept, or not every pair was looked at. */
  readonly truncated: boolean;
  /** True when every pair was looked at. */
  readonly exact: boolean;
}

export interface CandidateOptions {
  /** Pairs below are not kept. */
  floor: number;
  /** Pairs refused here are not kept and take nobody's place; asked only for pairs at or above the floor. */
  allowed?: (i: number, j: number) => boolean;
  /** Most similar neighbours kept per row; an edge stays when either end keeps it. */
  perRow?: number;
  /** Up to so many rows every pair is looked at, beyond only those that share a cell; default `INDEX_ROWS`. */
  indexRows?: number;
  /** Another number, other cells. */
  seed?: number;
  /** Rows, ascending: only pairs with one of them are looked for, all of those; default every row. */
  changed?: Int32Array;
}

/**
 * All pairs of rows at or above the floor (dot products, thus cosines for unit rows); of rows with more than
 * `perRow` neighbours only the most similar. Equal similarities prefer the neighbour nearest in order, so
 * that a thousand copies of one face make a band of edges and not a star. O(n^2 d) time up to `indexRows`, O(n log n d)
 * beyond; O(n perRow) memory.
 */
export function candidateEdges(matrix: EmbeddingMatrix, options: CandidateOptions): CandidateEdges {
  const { floor, allowed, perRow = NEIGHBOURS_PER_ROW, indexRows = INDEX_ROWS, seed = 0 } = options;
  const lists = Array.from({ length: matrix.count }, (_, row) => new NeighbourList(row, perRow));
  const wanted = (i: number, j: number, similarity: number): boolean =>
    lists[i]?.wants(j, similarity) === true || lists[j]?.wants(i, similarity) === true;
  const offer = (i: number, j: number, exact: number): void => {
    const similarity = Math.fround(exact);
    if (!wanted(i, j, similarity) || (allowed && !allowed(i, j))) return;
    lists[i]?.offer(j, similarity);
    lists[j]?.offer(i, similarity);
  };
  if (options.changed && options.changed.length * 2 < matrix.count) {
    visitChanged(matrix, options.changed, floor, offer, wanted);
    return collect(lists, true);
  }
  if (matrix.count <= indexRows) {
    visitSimilar(matrix, matrix, floor, offer, wanted);
    return collect(lists, true);
  }
  const search = new CellSearch(matrix, INDEX_CELL_ROWS);
  for (let tree = 0; tree < INDEX_TREES; tree++) {
    for (const cell of cellsOf(matrix, INDEX_CELL_ROWS, seed * INDEX_TREES + tree)) search.visit(cell, floor, offer, wanted);
  }
  return collect(lists, false);
}

function visitChanged(
  matrix: EmbeddingMatrix,
  changed: Int32Array,
  floor: number,
  offer: (i: number, j: number, similarity: number) => void,
  wanted: (i: number, j: number, atMost: number) => boolean,
): void {
  const place = new Int32Array(matrix.count).fill(-1);
  changed.forEach((row, i) => (place[row] = i));
  // Two changed rows meet twice; the second time is passed over.
  const counts = (i: number, row: number): boolean => at(place, row) < 0 || at(place, row) > i;
  visitSimilar(
    rowsAt(matrix, changed),
    matrix,
    floor,
    (i, row, similarity) => {
      if (counts(i, row)) offer(at(changed, i), row, similarity);
    },
    (i, row, atMost) => counts(i, row) && wanted(at(changed, i), row, atMost),
  );
}

function collect(lists: readonly NeighbourList[], exact: boolean): CandidateEdges {
  const chosen = (list: NeighbourList, e: number): boolean => {
    const other = at(list.rows, e);
    return list.row < other || !lists[other]?.keeps(list.row, at(list.similarities, e));
  };
  let total = 0;
  for (const list of lists) for (let e = 0; e < list.size; e++) if (chosen(list, e)) total++;
  const from = new Int32Array(total);
  const to = new Int32Array(total);
  const similarity = new Float32Array(total);
  let next = 0;
  for (const list of lists) {
    for (let e = 0; e < list.size; e++) {
      if (!chosen(list, e)) continue;
      const other = at(list.rows, e);
      from[next] = Math.min(list.row, other);
      to[next] = Math.max(list.row, other);
      similarity[next++] = at(list.similarities, e);
    }
  }
  return { from, to, similarity, truncated: !exact || lists.some((list) => list.truncated), exact };
}

/** The best neighbours of one row: a heap with the worst of them on top, growing up to its limit. */
class NeighbourList {
  rows = new Int32Array(4);
  similarities = new Float32Array(4);
  size = 0;
  truncated = false;

  constructor(
    readonly row: number,
    private readonly limit: number,
  ) {}

  /** Whether this neighbour would be kept if offered now; remembers that something had to be left out. */
  wants(neighbour: number, similarity: number): boolean {
    if (this.size < this.limit) return true;
    this.truncated = true;
    return this.worse(at(this.rows, 0), at(this.similarities, 0), neighbour, similarity);
  }

  /** Whether a neighbour that was once offered is still here. */
  keeps(neighbour: number, similarity: number): boolean {
    if (this.size < this.limit) return true;
    return !this.worse(neighbour, similarity, at(this.rows, 0), at(this.similarities, 0));
  }

  /** A neighbour offered twice, by two cells, is kept once. */
  offer(neighbour: number, similarity: number): void {
    for (let e = 0; e < this.size; e++) if (at(this.rows, e) === neighbour) return;
    if (this.size < this.limit) {
      if (this.size === this.rows.length) this.grow();
      this.rows[this.size] = neighbour;
      this.similarities[this.size] = similarity;
      this.up(this.size++);
    } else if (this.wants(neighbour, similarity)) {
      this.rows[0] = neighbour;
      this.similarities[0] = similarity;
      this.down();
    }
  }

  private worse(a: number, similarityA: number, b: number, similarityB: number): boolean {
    if (similarityA !== similarityB) return similarityA < similarityB;
    const distanceA = Math.abs(a - this.row);
    const distanceB = Math.abs(b - this.row);
    return distanceA === distanceB ? a > b : distanceA > distanceB;
  }

  private worseAt(i: number, j: number): boolean {
    return this.worse(at(this.rows, i), at(this.similarities, i), at(this.rows, j), at(this.similarities, j));
  }

  private up(start: number): void {
    for (let i = start; i > 0;) {
      const parent = (i - 1) >> 1;
      if (!this.worseAt(i, parent)) return;
      this.swap(i, parent);
      i = parent;
    }
  }

  private down(): void {
    for (let i = 0; ;) {
      const left = 2 * i + 1;
      const right = left + 1;
      let worst = i;
      if (left < this.size && this.worseAt(left, worst)) worst = left;
      if (right < this.size && this.worseAt(right, worst)) worst = right;
      if (worst === i) return;
      this.swap(i, worst);
      i = worst;
    }
  }

  private swap(i: number, j: number): void {
    const row = at(this.rows, i);
    const similarity = at(this.similarities, i);
    this.rows[i] = at(this.rows, j);
    this.similarities[i] = at(this.similarities, j);
    this.rows[j] = row;
    this.similarities[j] = similarity;
  }

  private grow(): void {
    const length = Math.min(this.limit, this.rows.length * 2);
    const rows = new Int32Array(length);
    const similarities = new Float32Array(length);
    rows.set(this.rows);
    similarities.set(this.similarities);
    this.rows = rows;
    this.similarities = similarities;
  }
}
