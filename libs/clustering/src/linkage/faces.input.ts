/** @module What a grouping needs, checked. */
import type { CareLevel } from './care.level.js';
import { ClusteringError } from '../clustering.error.js';
import { countRows } from '../search/embedding.matrix.js';
import type { FaceConstraints } from './face.constraints.js';
import type { MatrixProduct } from '../search/row.product.js';
import type { SecondEmbeddings } from './second.opinion.js';

export interface FacesToGroup {
  /**
   * One row of `dimensions` floats per face; any length, only the direction counts. Left as it is. A row without
   * direction (zeros, NaN) belongs to nobody unless someone said whose it is.
   */
  embeddings: Float32Array;
  dimensions: number;
  /** The photo of each face. Faces of one photo are different people unless must-linked. */
  photoIds: ArrayLike<string | number>;
  /** 0..1 per face, the vision library's scale. */
  quality: ArrayLike<number>;
  /**
   * Without `care` the likeness (for two faces their cosine) from which two groups are one person. With it the
   * threshold of the embedder's manifest entry, from which the event's own is found (threshold.calibration.ts).
   */
  threshold: number;
  care?: CareLevel;
  /** Faces below join people but start none, unless someone said whose they are; default `QUALITY_BAR`. */
  qualityBar?: number;
  /** Up to so many faces, or groups of them, all pairs are compared; default `INDEX_ROWS`. */
  indexRows?: number;
  /** Compares pairs. */
  product: MatrixProduct;
  constraints?: FaceConstraints;
  /** Of the same faces, to be asked where these embeddings leave it open whether two groups are one person. */
  second?: SecondEmbeddings;
  /**
   * The group of each face in an earlier grouping, any whole number from 0 on, or -1 for a face that had none. Given, the
   * work is in proportion to the faces without a group and the groups they come near (known.groups.ts).
   */
  known?: ArrayLike<number>;
}

/** @returns how many faces there are. @throws ClusteringError */
export function checkFaces(input: FacesToGroup): number {
  const count = countRows(input.embeddings, input.dimensions);
  for (const [field, length] of [
    ['photoIds', input.photoIds.length],
    ['quality', input.quality.length],
    ['known', input.known?.length ?? count],
    ['second embeddings', input.second ? countRows(input.second.embeddings, input.second.dimensions) : count],
  ] as const) {
    if (length !== count) {
      throw new ClusteringError('wrong-length', `${count} embeddings came with ${length} ${field}`);
    }
  }
  for (let face = 0; face < count; face++) {
    if (!Number.isFinite(input.quality[face])) {
      throw new ClusteringError('not-a-number', `the quality of face ${face} is not a number`, [face]);
    }
  }
  if (!(input.threshold > -1 && input.threshold <= 1)) {
    throw new ClusteringError(
      'bad-option',
      `threshold must be a cosine above -1 and up to 1, not ${input.threshold}`,
    );
  }
  return count;
}
