/** @module Which embeddings have a direction: one broken vector must not keep an event from being grouped. */
import { ZERO_LENGTH_SQUARED } from '../measure/clustering.thresholds.js';
import { countRows } from '../search/embedding.matrix.js';

export interface UsableFaces {
  /** The embeddings with every unusable row zeroed; the given array itself if there are none. */
  embeddings: Float32Array;
  /** Faces whose embedding is all zeros or holds NaN or infinity, ascending. */
  unusable: number[];
}

/** @throws ClusteringError `wrong-length` */
export function usableFaces(embeddings: Float32Array, dimensions: number): UsableFaces {
  const unusable: number[] = [];
  for (let face = 0; face < countRows(embeddings, dimensions); face++) {
    let squared = 0;
    for (let k = face * dimensions; k < (face + 1) * dimensions; k++)
      squared += (embeddings[k] as number) ** 2;
    if (!(squared >= ZERO_LENGTH_SQUARED && squared < Infinity)) unusable.push(face);
  }
  if (unusable.length === 0) return { embeddings, unusable };
  const cleaned = embeddings.slice();
  for (const face of unusable) cleaned.fill(0, face * dimensions, (face + 1) * dimensions);
  return { embeddings: cleaned, unusable };
}
