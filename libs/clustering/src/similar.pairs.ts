/** @module Every pair of rows whose dot product reaches a floor; none is missed. */
import { BLOCK, DotKernel } from './dot.kernel.js';
import { at, dotRows, rowsAt, type EmbeddingMatrix } from './embedding.matrix.js';
import { visitByTiles } from './similarity.tile.js';

export type PairVisit = (i: number, j: number, similarity: number) => void;

/** Whether a pair is worth its exact product, which is not above `atMost`. */
export type PairWanted = (i: number, j: number, atMost: number) => boolean;

/**
 * Calls `visit(rowOfA, rowOfB, dot)` for every pair at or above `floor`; with one matrix, for each pair once. Rounded
 * products screen the pairs, with the rounding's bound taken off the floor; what passes is computed exactly.
 */
export function visitSimilar(
  a: EmbeddingMatrix,
  b: EmbeddingMatrix,
  floor: number,
  visit: PairVisit,
  wanted?: PairWanted,
): void {
  if (a.count === 0 || b.count === 0) return;
  const kernel = DotKernel.withRoom(a.count, a === b ? 0 : b.count, a.dimensions);
  if (!kernel) return visitByTiles(a, b, floor, visit);
  kernel.load(a, a === b ? undefined : b);
  screen(kernel, a === b, floor, (i, j, atMost) => {
    if (wanted && !wanted(i, j, atMost)) return;
    const similarity = dotRows(a, i, b, j);
    if (similarity >= floor) visit(i, j, similarity);
  });
}

/** The same among chosen rows of one matrix, many times over: one kernel serves all of the choices. */
export class CellSearch {
  private readonly kernel: DotKernel | undefined;

  /** @param room rows in the largest choice */
  constructor(
    private readonly matrix: EmbeddingMatrix,
    room: number,
  ) {
    this.kernel = DotKernel.withRoom(room, 0, matrix.dimensions);
  }

  /** Visits and asks with the rows' numbers in the whole matrix. */
  visit(rows: Int32Array, floor: number, visit: PairVisit, wanted: PairWanted): void {
    const { kernel, matrix } = this;
    if (!kernel) {
      const chosen = rowsAt(matrix, rows);
      return visitByTiles(chosen, chosen, floor, (i, j, similarity) => visit(at(rows, i), at(rows, j), similarity));
    }
    kernel.load(matrix, undefined, rows);
    screen(kernel, true, floor, (i, j, atMost) => {
      const rowI = rows[i] as number;
      const rowJ = rows[j] as number;
      if (!wanted(rowI, rowJ, atMost)) return;
      const similarity = dotRows(matrix, rowI, matrix, rowJ);
      if (similarity >= floor) visit(rowI, rowJ, similarity);
    });
  }
}

/** Pairs that may reach the floor, with a bound of their product. */
function screen(
  kernel: DotKernel,
  same: boolean,
  floor: number,
  passed: (i: number, j: number, atMost: number) => void,
): void {
  const { out, scale, error, countA, countB } = kernel;
  const bar = Math.ceil((floor - error) * scale);
  // From the last block to the first, so that of one matrix every row meets its near neighbours before the far ones.
  for (let startA = Math.floor((countA - 1) / BLOCK) * BLOCK; startA >= 0; startA -= BLOCK) {
    const rowsA = Math.min(BLOCK, countA - startA);
    for (let startB = same ? startA : 0; startB < countB; startB += BLOCK) {
      const rowsB = Math.min(BLOCK, countB - startB);
      kernel.multiply(startA, rowsA, startB, rowsB);
      const diagonal = same && startA === startB;
      for (let i = 0; i < rowsA; i++) {
        const line = i * BLOCK;
        for (let j = diagonal ? i + 1 : 0; j < rowsB; j++) {
          const rounded = out[line + j] as number;
          if (rounded >= bar) passed(startA + i, startB + j, rounded / scale + error);
        }
      }
    }
  }
}
