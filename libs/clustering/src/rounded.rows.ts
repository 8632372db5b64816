/** @module Rows rounded to small integers, and how far that moves them. */
import type { EmbeddingMatrix } from './embedding.matrix.js';

export interface RoundedRows {
  /** Row by row. */
  readonly integers: Int8Array;
  /** Integers divided by it are about the values. */
  readonly scale: number;
  /** Length of the longest row as rounded, in units of the rows. */
  readonly longest: number;
  /** No row is moved further. */
  readonly moved: number;
}

/** Rounds so that all values lie in -reach..reach, every row by the same scale. */
export function roundRows({ values, count, dimensions }: EmbeddingMatrix, reach: number): RoundedRows {
  let most = 0;
  for (let k = 0; k < count * dimensions; k++) {
    const value = values[k] as number;
    if (value > most) most = value;
    else if (-value > most) most = -value;
  }
  const scale = most > 0 ? reach / most : 1;
  const integers = new Int8Array(count * dimensions);
  let longest = 0;
  let moved = 0;
  for (let row = 0; row < count; row++) {
    let squared = 0;
    let off = 0;
    for (let k = row * dimensions; k < (row + 1) * dimensions; k++) {
      const value = (values[k] as number) * scale;
      const integer = (value < 0 ? value - 0.5 : value + 0.5) | 0;
      integers[k] = integer;
      squared += integer * integer;
      off += (value - integer) * (value - integer);
    }
    longest = Math.max(longest, squared);
    moved = Math.max(moved, off);
  }
  return { integers, scale, longest: Math.sqrt(longest) / scale, moved: Math.sqrt(moved) / scale };
}
