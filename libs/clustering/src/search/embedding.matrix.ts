/**
 * @module Checked embeddings: `count` rows of `dimensions` floats in one flat array, each row of unit length.
 */
import { ClusteringError } from '../clustering.error.js';
import { ZERO_LENGTH_SQUARED } from '../measure/clustering.thresholds.js';

export interface EmbeddingMatrix {
  readonly values: Float32Array;
  readonly count: number;
  readonly dimensions: number;
}

/**
 * Number of rows in a flat array.
 * @throws ClusteringError `wrong-length` when `dimensions` is not a positive integer or does not divide the length.
 */
export function countRows(values: Float32Array, dimensions: number): number {
  if (!Number.isInteger(dimensions) || dimensions <= 0) {
    throw new ClusteringError('wrong-length', `dimensions must be a positive integer, not ${dimensions}`);
  }
  if (values.length % dimensions !== 0) {
    throw new ClusteringError(
      'wrong-length',
      `${values.length} floats are not a whole number of embeddings of ${dimensions} dimensions`,
    );
  }
  return values.length / dimensions;
}

/**
 * Checks every row and returns unit-length copies.
 * @throws ClusteringError `wrong-length`, `not-a-number` or `zero-vector`, naming the face.
 */
export function unitRows(values: Float32Array, dimensions: number): EmbeddingMatrix {
  return unitRowsWith(values, dimensions, undefined, false);
}

/** The same in the given order; rows of zeros are kept as they are. */
export function unitRowsOrZero(values: Float32Array, dimensions: number, order: Int32Array): EmbeddingMatrix {
  return unitRowsWith(values, dimensions, order, true);
}

function unitRowsWith(
  values: Float32Array,
  dimensions: number,
  order: Int32Array | undefined,
  zeros: boolean,
): EmbeddingMatrix {
  const count = countRows(values, dimensions);
  const unit = new Float32Array(values.length);
  for (let row = 0; row < count; row++) {
    const face = order ? at(order, row) : row;
    const from = face * dimensions;
    let squared = 0;
    for (let k = from; k < from + dimensions; k++) squared += (values[k] as number) * (values[k] as number);
    if (!Number.isFinite(squared)) {
      throw new ClusteringError('not-a-number', `the embedding of face ${face} holds NaN or infinity`, [
        face,
      ]);
    }
    if (squared === 0 && zeros) continue;
    if (squared < ZERO_LENGTH_SQUARED) {
      throw new ClusteringError('zero-vector', `the embedding of face ${face} is all zeros`, [face]);
    }
    const scale = 1 / Math.sqrt(squared);
    for (let k = 0; k < dimensions; k++) unit[row * dimensions + k] = (values[from + k] as number) * scale;
  }
  return { values: unit, count, dimensions };
}

/** Copies of the given rows, in that order. */
export function rowsAt({ values, dimensions }: EmbeddingMatrix, rows: Int32Array): EmbeddingMatrix {
  const copy = new Float32Array(rows.length * dimensions);
  rows.forEach((row, place) =>
    copy.set(values.subarray(row * dimensions, (row + 1) * dimensions), place * dimensions),
  );
  return { values: copy, count: rows.length, dimensions };
}

/** The rows one by one, not copied. */
export function rowsOf({ values, count, dimensions }: EmbeddingMatrix): Float32Array[] {
  return Array.from({ length: count }, (_, row) => values.subarray(row * dimensions, (row + 1) * dimensions));
}

/** Unit-length mean of unit rows; zero when they cancel out. */
export function centroidOf(rows: readonly Float32Array[], dimensions: number): Float32Array {
  const sum = new Float64Array(dimensions);
  for (const row of rows) for (let k = 0; k < dimensions; k++) sum[k] = at(sum, k) + at(row, k);
  const length = Math.hypot(...sum);
  return Float32Array.from(sum, (value) => (length > 0 ? value / length : 0));
}

/** Dot product of row i of one matrix and row j of another. */
export function dotRows(a: EmbeddingMatrix, i: number, b: EmbeddingMatrix, j: number): number {
  return dotAt(a.values, i * a.dimensions, b.values, j * a.dimensions, a.dimensions);
}

/**
 * Dot product of `length` floats of `a` and of `b`. Four running sums: a single one would wait for each addition to
 * finish.
 */
export function dotAt(
  a: Float32Array,
  fromA: number,
  b: Float32Array,
  fromB: number,
  length: number,
): number {
  let s = 0;
  let t = 0;
  let u = 0;
  let v = 0;
  let k = 0;
  for (; k + 3 < length; k += 4) {
    const i = fromA + k;
    const j = fromB + k;
    s += (a[i] as number) * (b[j] as number);
    t += (a[i + 1] as number) * (b[j + 1] as number);
    u += (a[i + 2] as number) * (b[j + 2] as number);
    v += (a[i + 3] as number) * (b[j + 3] as number);
  }
  for (; k < length; k++) s += (a[fromA + k] as number) * (b[fromB + k] as number);
  return s + t + (u + v);
}

/** Element of a typed array at an index known to be within bounds. */
export function at(array: Float32Array | Float64Array | Int32Array | Int16Array, index: number): number {
  return array[index] as number;
}
