/**
 * @module Dot products of two blocks of rows in plain loops, small enough to stay in the processor's cache: for machines
 * that cannot run `dot.kernel.ts`, and to check it against.
 */
import type { EmbeddingMatrix } from './embedding.matrix.js';

/** Rows per block: two blocks of 48 x 512 doubles are 393 kB, inside a common 512 kB second-level cache. */
const TILE = 48;

/**
 * A block of rows as doubles, padded with zero rows to a multiple of four: converted once, read TILE times.
 */
function loadTile(matrix: EmbeddingMatrix, start: number, tile: Float64Array): number {
  const rows = Math.min(TILE, matrix.count - start);
  const length = rows * matrix.dimensions;
  tile.set(matrix.values.subarray(start * matrix.dimensions, start * matrix.dimensions + length));
  tile.fill(0, length);
  return rows;
}

function newTile(dimensions: number): Float64Array {
  return new Float64Array(TILE * dimensions);
}

/**
 * `out[i * TILE + j] = a[i] . b[j]` for the first `rowsA` and `rowsB` rows, four by two at a time: the eight
 * sums and six operands fit the sixteen vector registers of common processors.
 */
function multiplyTiles(
  a: Float64Array,
  rowsA: number,
  b: Float64Array,
  rowsB: number,
  dimensions: number,
  out: Float64Array,
): void {
  for (let i = 0; i < rowsA; i += 4) {
    const a0 = i * dimensions;
    const a1 = a0 + dimensions;
    const a2 = a1 + dimensions;
    const a3 = a2 + dimensions;
    for (let j = 0; j < rowsB; j += 2) {
      const b0 = j * dimensions;
      const b1 = b0 + dimensions;
      let s00 = 0;
      let s01 = 0;
      let s10 = 0;
      let s11 = 0;
      let s20 = 0;
      let s21 = 0;
      let s30 = 0;
      let s31 = 0;
      for (let k = 0; k < dimensions; k++) {
        const p = at(b, b0 + k);
        const q = at(b, b1 + k);
        const w = at(a, a0 + k);
        const x = at(a, a1 + k);
        const y = at(a, a2 + k);
        const z = at(a, a3 + k);
        s00 += w * p;
        s01 += w * q;
        s10 += x * p;
        s11 += x * q;
        s20 += y * p;
        s21 += y * q;
        s30 += z * p;
        s31 += z * q;
      }
      const o = i * TILE + j;
      out[o] = s00;
      out[o + 1] = s01;
      out[o + TILE] = s10;
      out[o + TILE + 1] = s11;
      out[o + 2 * TILE] = s20;
      out[o + 2 * TILE + 1] = s21;
      out[o + 3 * TILE] = s30;
      out[o + 3 * TILE + 1] = s31;
    }
  }
}

/**
 * Calls `visit(rowOfA, rowOfB, dot)` for every pair at or above `floor`; with one matrix, for each pair once.
 */
export function visitByTiles(
  a: EmbeddingMatrix,
  b: EmbeddingMatrix,
  floor: number,
  visit: (i: number, j: number, similarity: number) => void,
): void {
  const same = a === b;
  const tileA = newTile(a.dimensions);
  const tileB = newTile(a.dimensions);
  const out = new Float64Array(TILE * TILE);
  // From the last block to the first, so that of one matrix every row meets its near neighbours before the
  // far ones.
  for (let startA = Math.floor((a.count - 1) / TILE) * TILE; startA >= 0; startA -= TILE) {
    const rowsA = loadTile(a, startA, tileA);
    for (let startB = same ? startA : 0; startB < b.count; startB += TILE) {
      const rowsB = loadTile(b, startB, tileB);
      multiplyTiles(tileA, rowsA, tileB, rowsB, a.dimensions, out);
      const diagonal = same && startA === startB;
      for (let i = 0; i < rowsA; i++) {
        for (let j = diagonal ? i + 1 : 0; j < rowsB; j++) {
          const similarity = at(out, i * TILE + j);
          if (similarity >= floor) visit(startA + i, startB + j, similarity);
        }
      }
    }
  }
}

/**
 * Local on purpose: the loops above are where the time goes, and a call within a file is sure to be inlined.
 */
function at(array: Float64Array, index: number): number {
  return array[index] as number;
}
