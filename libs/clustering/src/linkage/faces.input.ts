/** @module The input of a grouping, checked. */
import type { CareLevel } from './care.level.js';
import { ClusteringError } from '../clustering.error.js';
import { countRows } from '../search/embedding.matrix.js';
import type { FaceConstraints } from './face.constraints.js';
import type { FaceKinds } from '../search/likeness.space.js';
import type { MatrixProduct } from '../search/row.product.js';
import type { SecondEmbeddings } from './second.opinion.js';

export interface FacesToGroup {
  /**
   * One row of `dimensions` floats per face; any length, only the direction counts. Not modified. A row without
   * direction (zeros, NaN) belongs to nobody unless someone said whose it is.
   */
  embeddings: Float32Array;
  dimensions: number;
  /** Those of the embedder, by which likenesses are judged (likeness.space.ts); absent = by cosines alone. */
  kinds?: FaceKinds | undefined;
  /** The photo of each face. Faces of one photo are different people unless must-linked. */
  photoIds: ArrayLike<string | number>;
  /** 0..1 per face, the vision library's scale. */
  quality: ArrayLike<number>;
  /**
   * Without `care`, the likeness (likeness.space.ts) at which two groups are one person. With it, the
   * threshold of the embedder's manifest entry, from which the event's own is derived (threshold.calibration.ts).
   */
  threshold: number;
  care?: CareLevel;
  /** Faces below it join people but start none, unless someone said whose they are; default `QUALITY_BAR`. */
  qualityBar?: number;
  /** Up to this many faces, or groups of them, all pairs are compared; default `INDEX_ROWS`. */
  indexRows?: number;
  /** Compares pairs. */
  product: MatrixProduct;
  constraints?: FaceConstraints;
  /**
   * Embeddings of the same faces by a second network, used where the first leaves it open whether two groups are one
   * person.
   */
  secondEmbeddings?: SecondEmbeddings;
  /**
   * The group of each face in an earlier grouping, any whole number from 0 on, or -1 for a face that had none. If
   * given, the work is proportional to the faces without a group and the groups they come near (known.groups.ts).
   */
  known?: ArrayLike<number>;
}

/** @returns the number of faces. @throws ClusteringError */
export function checkFaces(input: FacesToGroup): number {
  const count = countRows(input.embeddings, input.dimensions);
  for (const [field, length] of [
    ['photoIds', input.photoIds.length],
    ['quality', input.quality.length],
    ['known', input.known?.length ?? count],
    [
      'second embeddings',
      input.secondEmbeddings
        ? countRows(input.secondEmbeddings.embeddings, input.secondEmbeddings.dimensions)
        : count,
    ],
  ] as const) {
    if (length !== count) {
      throw new ClusteringError('wrong-length', `there are ${count} embeddings but ${length} ${field}`);
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
      `threshold must be a cosine above -1 and at most 1, not ${input.threshold}`,
    );
  }
  return count;
}
