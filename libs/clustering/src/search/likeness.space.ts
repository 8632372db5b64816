/**
 * @module What a likeness of two faces means depends on the kind of face: small children resemble any other small child more
 * than grown-ups resemble their brothers. So what a face shares with faces of its kind is taken off its embedding, and the
 * cosine of what is left means the same for all: strangers are alike by about 0. The kinds come with the embedder's entry in
 * the manifest; stored embeddings stay as the network gave them.
 */
import { ClusteringError } from '../clustering.error.js';
import { OWN_REMAINDER, USUAL_REMAINDER, ZERO_LENGTH_SQUARED } from '../measure/clustering.thresholds.js';
import { countRows, dotAt } from './embedding.matrix.js';

export interface FaceKinds {
  /** One row of the embedder's dimensions for each kind: the mean of its faces' unit embeddings. */
  means: Float32Array;
  /** Factor of the cosines between a face and the kinds, before softmax. */
  sharpness: number;
}

/** Most kinds have next to nothing to do with a face. */
const LEAST_SHARE = 1e-4;

export class LikenessSpace {
  /** Rows of unit length in the direction of each kind's mean. */
  private readonly directions: Float32Array;
  private readonly count: number;
  private readonly weights: Float64Array;

  /** @throws ClusteringError `wrong-length` when the kinds are of another embedder, `zero-vector` for one without direction */
  constructor(
    private readonly kinds: FaceKinds,
    private readonly dimensions: number,
  ) {
    this.count = countRows(kinds.means, dimensions);
    this.directions = kinds.means.slice();
    this.weights = new Float64Array(this.count);
    for (let kind = 0; kind < this.count; kind++) {
      const row = this.directions.subarray(kind * dimensions, (kind + 1) * dimensions);
      if (!scaleToUnit(row)) throw new ClusteringError('zero-vector', `kind ${kind} has no direction`);
    }
  }

  /** A copy whose cosines to others of this space are likenesses; a vector without direction stays as it is. */
  place(embedding: Float32Array): Float32Array {
    const row = embedding.slice();
    this.placeRow(row);
    return row;
  }

  /** The same for each of the rows of a flat array, in place. @throws ClusteringError `wrong-length` */
  placeRows(values: Float32Array): void {
    const { dimensions } = this;
    for (let row = 0; row < countRows(values, dimensions); row++)
      this.placeRow(values.subarray(row * dimensions, (row + 1) * dimensions));
  }

  /**
   * How much more alike than usual two faces have to be for this one to be one of them, from 1 on: where little of a face is its
   * own, as in small children, strangers' likenesses spread wider.
   */
  strictness(embedding: Float32Array): number {
    return Math.max(1, USUAL_REMAINDER / this.placeRow(embedding.slice()));
  }

  /** @returns the length of what is left of the unit embedding; 1 for one without direction, which stays as it is */
  private placeRow(row: Float32Array): number {
    const { dimensions, count, weights, directions } = this;
    const { means, sharpness } = this.kinds;
    if (!scaleToUnit(row)) return 1;
    let most = -Infinity;
    for (let kind = 0; kind < count; kind++) {
      const from = kind * dimensions;
      const cosine = dotAt(row, 0, directions, from, dimensions);
      weights[kind] = sharpness * cosine;
      most = Math.max(most, sharpness * cosine);
    }
    let sum = 0;
    for (let kind = 0; kind < count; kind++) {
      const weight = Math.exp((weights[kind] as number) - most);
      weights[kind] = weight;
      sum += weight;
    }
    const shared = new Float64Array(dimensions);
    for (let kind = 0; kind < count; kind++) {
      const share = (weights[kind] as number) / sum;
      if (share < LEAST_SHARE) continue;
      const from = kind * dimensions;
      for (let k = 0; k < dimensions; k++)
        shared[k] = (shared[k] as number) + share * (means[from + k] as number);
    }
    const taken = takenOff(row, shared);
    for (let k = 0; k < dimensions; k++) row[k] = (row[k] as number) - taken * (shared[k] as number);
    return scaleToUnit(row) || 1;
  }
}

/**
 * How much of what a face shares with its kind is taken off, 0..1: nothing of a face that shares little, since for such a one that
 * is rather how it was taken, from the side or in bad light, than who it is.
 */
function takenOff(row: Float32Array, shared: Float64Array): number {
  let squared = 0;
  for (let k = 0; k < row.length; k++) squared += ((row[k] as number) - (shared[k] as number)) ** 2;
  const { none, all } = OWN_REMAINDER;
  return Math.min(1, Math.max(0, (none - Math.sqrt(squared)) / (none - all)));
}

/** @returns its length; 0 for a vector without direction, which is left as it is */
function scaleToUnit(row: Float32Array): number {
  let squared = 0;
  for (let k = 0; k < row.length; k++) squared += (row[k] as number) * (row[k] as number);
  if (!(squared >= ZERO_LENGTH_SQUARED && squared < Infinity)) return 0;
  const length = Math.sqrt(squared);
  for (let k = 0; k < row.length; k++) row[k] = (row[k] as number) / length;
  return length;
}
