/**
 * @module Finds the pairs of rows whose similarity reaches a floor, with memory linear in what is kept: all of them up
 * to `INDEX_ROWS` rows, beyond that those that share a cell of an index.
 */
import { cellsOf } from '../search/cell.index.js';
import {
  INDEX_CELL_ROWS,
  INDEX_ROWS,
  INDEX_TREES,
  NEIGHBOURS_PER_ROW,
} from '../measure/clustering.thresholds.js';
import { at, rowsAt, type EmbeddingMatrix } from '../search/embedding.matrix.js';
import { NeighbourLists } from '../search/neighbour.lists.js';
import type { SimilarPairs } from '../search/similar.pairs.js';

export interface CandidateEdges {
  /** Edge e joins rows `from[e] < to[e]` with `similarity[e]`. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly similarity: Float32Array;
  /** True when some row had more neighbours than were kept, or not every pair was compared. */
  readonly truncated: boolean;
  /** True when every pair was compared. */
  readonly exact: boolean;
}

export interface CandidateOptions {
  /** Pairs below it are not kept. */
  floor: number;
  /** Pairs refused here are not kept and take up no place; called only for pairs at or above the floor. */
  allowed?: (i: number, j: number) => boolean;
  /** Most similar neighbours kept per row; an edge stays when either end keeps it. */
  perRow?: number;
  /** Up to this many rows every pair is compared, beyond it only those that share a cell; default `INDEX_ROWS`. */
  indexRows?: number;
  /** A different seed gives different cells. */
  seed?: number;
  /** Rows, ascending: only pairs that involve one of them are searched, and all of those; default every row. */
  changed?: Int32Array;
}

/**
 * All pairs of rows at or above the floor (dot products, hence cosines for unit rows); of rows with more than `perRow`
 * neighbours, only the most similar. Among equal similarities, the neighbour nearest in order is preferred, so that a
 * thousand copies of one face make a band of edges and not a star. O(n^2 d) time up to `indexRows`, O(n log n d)
 * beyond; O(n perRow) memory.
 */
export async function candidateEdges(
  pairs: SimilarPairs,
  matrix: EmbeddingMatrix,
  options: CandidateOptions,
): Promise<CandidateEdges> {
  const { floor, allowed, perRow = NEIGHBOURS_PER_ROW, indexRows = INDEX_ROWS, seed = 0 } = options;
  const lists = new NeighbourLists(matrix.count, perRow);
  const wanted = (i: number, j: number, similarity: number): boolean =>
    lists.wants(i, j, similarity) || lists.wants(j, i, similarity);
  const offer = (i: number, j: number, exact: number): void => {
    const similarity = Math.fround(exact);
    if (!wanted(i, j, similarity) || (allowed && !allowed(i, j))) return;
    lists.offer(i, j, similarity);
    lists.offer(j, i, similarity);
  };
  if (options.changed && options.changed.length * 2 < matrix.count) {
    await visitChanged(pairs, matrix, options.changed, floor, offer, wanted);
    return collect(lists, true);
  }
  if (matrix.count <= indexRows) {
    await pairs.visit(matrix, matrix, floor, offer, wanted);
    return collect(lists, true);
  }
  for (let tree = 0; tree < INDEX_TREES; tree++) {
    for (const cell of cellsOf(matrix, INDEX_CELL_ROWS, seed * INDEX_TREES + tree)) {
      await pairs.visitAmong(matrix, cell, floor, offer, wanted);
    }
  }
  return collect(lists, false);
}

async function visitChanged(
  pairs: SimilarPairs,
  matrix: EmbeddingMatrix,
  changed: Int32Array,
  floor: number,
  offer: (i: number, j: number, similarity: number) => void,
  wanted: (i: number, j: number, atMost: number) => boolean,
): Promise<void> {
  const place = new Int32Array(matrix.count).fill(-1);
  changed.forEach((row, i) => (place[row] = i));
  // Two changed rows meet twice; the second time is skipped.
  const counts = (i: number, row: number): boolean => at(place, row) < 0 || at(place, row) > i;
  await pairs.visit(
    rowsAt(matrix, changed),
    matrix,
    floor,
    (i, row, similarity) => {
      if (counts(i, row)) offer(at(changed, i), row, similarity);
    },
    (i, row, atMost) => counts(i, row) && wanted(at(changed, i), row, atMost),
  );
}

function collect(lists: NeighbourLists, exact: boolean): CandidateEdges {
  const from: number[] = [];
  const to: number[] = [];
  const similarity: number[] = [];
  lists.each((row, other, value) => {
    if (row > other && lists.keeps(other, row, value)) return;
    from.push(Math.min(row, other));
    to.push(Math.max(row, other));
    similarity.push(value);
  });
  return {
    from: Int32Array.from(from),
    to: Int32Array.from(to),
    similarity: Float32Array.from(similarity),
    truncated: !exact || lists.truncated,
    exact,
  };
}
