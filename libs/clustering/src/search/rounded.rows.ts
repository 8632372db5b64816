/** @module Rows rounded to small integers, and how far rounding moves them. */
import type { EmbeddingMatrix } from './embedding.matrix.js';

export interface Rounding {
  /** The integers divided by it approximate the values. */
  readonly scale: number;
  /** Length of the longest row as rounded, in units of the rows. */
  readonly longestRow: number;
  /** No row is moved further than this. */
  readonly maxShift: number;
}

/** Rounds so that all values lie in -reach..reach, with one scale for all rows. @returns integers row by row */
export function roundRows(
  { values, count, dimensions }: EmbeddingMatrix,
  reach: number,
): { integers: Int8Array; rounding: Rounding } {
  let most = 0;
  for (let k = 0; k < count * dimensions; k++) most = Math.max(most, Math.abs(values[k] as number));
  const scale = most > 0 ? reach / most : 1;
  const integers = new Int8Array(count * dimensions);
  let longest = 0;
  let moved = 0;
  for (let row = 0; row < count; row++) {
    let squared = 0;
    let off = 0;
    for (let k = row * dimensions; k < (row + 1) * dimensions; k++) {
      const value = (values[k] as number) * scale;
      const integer = Math.floor(value + 0.5); // Math.round takes five times as long
      integers[k] = integer;
      squared += integer * integer;
      off += (value - integer) * (value - integer);
    }
    longest = Math.max(longest, squared);
    moved = Math.max(moved, off);
  }
  return {
    integers,
    rounding: { scale, longestRow: Math.sqrt(longest) / scale, maxShift: Math.sqrt(moved) / scale },
  };
}
