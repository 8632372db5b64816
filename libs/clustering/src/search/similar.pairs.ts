/** @module Every pair of rows whose dot product reaches a floor; none is missed. */
import { at, dotRows, rowsAt, type EmbeddingMatrix } from './embedding.matrix.js';
import {
  BLOCK,
  blocksOf,
  GROUP,
  LeftRows,
  ProductRoom,
  productScale,
  RightRows,
  RowProduct,
  type BlockProducts,
  type MatrixProduct,
} from './row.product.js';

export type PairVisit = (i: number, j: number, similarity: number) => void;

/** Whether a pair is worth computing its exact product, which is at most `atMost`. */
export type PairWanted = (i: number, j: number, atMost: number) => boolean;

/**
 * Products of rounded rows screen the pairs, with their rounding bound subtracted from the floor; pairs that pass are
 * computed exactly, so the result is the same on every machine.
 */
export class SimilarPairs {
  constructor(private readonly product: MatrixProduct) {}

  /** Calls `visit(rowOfA, rowOfB, dot)` for every pair at or above `floor`; within one matrix, once per pair. */
  async visit(
    a: EmbeddingMatrix,
    b: EmbeddingMatrix,
    floor: number,
    visit: PairVisit,
    wanted?: PairWanted,
  ): Promise<void> {
    if (a.count === 0) return;
    // Rows on the right are packed, so the smaller matrix goes there: a handful of new faces against all people of an
    // event.
    if (a.count < b.count) {
      return this.visit(
        b,
        a,
        floor,
        (j, i, similarity) => visit(i, j, similarity),
        wanted && ((j, i, atMost) => wanted(i, j, atMost)),
      );
    }
    const same = a === b;
    const left = new LeftRows(a);
    const right = new RightRows(b);
    const { scale, error } = productScale(left, right);
    const room = new ProductRoom(left, right);
    const bar = Math.ceil((floor - error) * scale);
    const passed = (i: number, j: number, rounded: number): void => {
      if (wanted && !wanted(i, j, rounded / scale + error)) return;
      const similarity = dotRows(a, i, b, j);
      if (similarity >= floor) visit(i, j, similarity);
    };
    for (let blockB = 0; blockB < blocksOf(b.count); blockB++) {
      const product = await RowProduct.open(right, blockB, this.product);
      try {
        // Backwards, so that within one matrix every row meets its near neighbours before the far ones.
        for (let blockA = same ? blockB : blocksOf(a.count) - 1; blockA >= 0; blockA--) {
          const products = await product.multiply(left, blockA, room);
          screen(products, same && blockA === blockB, bar, (i, j, rounded) =>
            passed(blockA * BLOCK + i, blockB * BLOCK + j, rounded),
          );
        }
      } finally {
        await product.close();
      }
    }
  }

  /** The same among chosen rows of one matrix; callbacks get row numbers of the whole matrix. */
  async visitAmong(
    matrix: EmbeddingMatrix,
    rows: Int32Array,
    floor: number,
    visit: PairVisit,
    wanted: PairWanted,
  ): Promise<void> {
    const chosen = rowsAt(matrix, rows);
    await this.visit(
      chosen,
      chosen,
      floor,
      (i, j, similarity) => visit(at(rows, i), at(rows, j), similarity),
      (i, j, atMost) => wanted(at(rows, i), at(rows, j), atMost),
    );
  }
}

/** @param diagonal rows and columns are the same: each pair is visited once, and no row with itself */
function screen(
  { products, peaks, rows, columns, padded }: BlockProducts,
  diagonal: boolean,
  bar: number,
  passed: (i: number, j: number, rounded: number) => void,
): void {
  const groups = padded / GROUP;
  for (let i = 0; i < rows; i++) {
    const first = diagonal ? i + 1 : 0;
    for (let group = Math.floor(first / GROUP); group < groups; group++) {
      if ((peaks[i * groups + group] as number) < bar) continue;
      const end = Math.min(columns, (group + 1) * GROUP);
      for (let j = Math.max(first, group * GROUP); j < end; j++) {
        const rounded = products[i * padded + j] as number;
        if (rounded >= bar) passed(i, j, rounded);
      }
    }
  }
}
