/** @module Every pair of rows whose dot product reaches a floor; none is missed. */
import { BLOCK, DotKernel } from './dot.kernel.js';
import { at, dotRows, type EmbeddingMatrix } from './embedding.matrix.js';
import { visitByTiles } from './similarity.tile.js';

export type PairVisit = (i: number, j: number, similarity: number) => void;

/**
 * Calls `visit(rowOfA, rowOfB, dot)` for every pair at or above `floor`; with one matrix, for each pair once. Rounded
 * products screen the pairs, with the rounding's bound taken off the floor; what passes is computed exactly.
 * @param wanted asked with a bound the similarity cannot exceed; false spares the exact product and the visit
 */
export function visitSimilar(
  a: EmbeddingMatrix,
  b: EmbeddingMatrix,
  floor: number,
  visit: PairVisit,
  wanted?: (i: number, j: number, atMost: number) => boolean,
): void {
  if (a.count === 0 || b.count === 0) return;
  const kernel = DotKernel.of(a, b);
  if (!kernel) return visitByTiles(a, b, floor, visit);
  const { out, scale, error } = kernel;
  const bar = (floor - error) * scale;
  const same = a === b;
  // From the last block to the first, so that of one matrix every row meets its near neighbours before the far ones.
  for (let startA = Math.floor((a.count - 1) / BLOCK) * BLOCK; startA >= 0; startA -= BLOCK) {
    const rowsA = Math.min(BLOCK, a.count - startA);
    for (let startB = same ? startA : 0; startB < b.count; startB += BLOCK) {
      const rowsB = Math.min(BLOCK, b.count - startB);
      kernel.multiply(startA, rowsA, startB, rowsB);
      const diagonal = same && startA === startB;
      for (let i = 0; i < rowsA; i++) {
        for (let j = diagonal ? i + 1 : 0; j < rowsB; j++) {
          const rounded = at(out, i * BLOCK + j);
          if (rounded < bar) continue;
          if (wanted && !wanted(startA + i, startB + j, rounded / scale + error)) continue;
          const similarity = dotRows(a, startA + i, b, startB + j);
          if (similarity >= floor) visit(startA + i, startB + j, similarity);
        }
      }
    }
  }
}
