/** @module Projects one embedder's vectors into the space of another that was trained to share it. */
import type { ModelEntry, ModelManifest } from '@visage/contracts/model.contract';
import { ModelError } from './model.error.js';
import { readModelFloats } from './model.floats.js';
import { findModel } from './model.manifest.js';

/** Projected vectors of `from` can be compared with those of `to` by cosine. */
export interface HarmonicProjection {
  from: string;
  to: string;
  /** @returns unit vector of the shared space */
  project: (vector: Float32Array) => Float32Array;
}

/**
 * The projection that the manifest names for an embedder, verified.
 *
 * @throws ModelError when the model shares no space, or the file is not the one the manifest describes
 */
export async function loadHarmonicProjection(
  manifest: ModelManifest,
  name: string,
  modelsDir: string,
): Promise<HarmonicProjection> {
  const entry = findModel(manifest, name);
  const { harmony } = entry;
  if (harmony === undefined) throw new ModelError('model-role', `Model "${name}" does not share another model's space.`);
  const rows = dimensionsOf(findModel(manifest, harmony.model));
  const columns = dimensionsOf(entry);
  const matrix = await readModelFloats(harmony, modelsDir);
  if (matrix.length !== rows * columns) {
    throw new ModelError('model-corrupt', `models/${harmony.file} holds ${matrix.length} numbers, not ${rows} x ${columns}.`);
  }
  return { from: harmony.model, to: name, project: (vector) => projectVector(matrix, vector, rows, columns) };
}

/**
 * @param matrix `rows` x `columns`, row-major
 * @throws RangeError for a vector of another length
 */
export function projectVector(matrix: Float32Array, vector: Float32Array, rows: number, columns: number): Float32Array {
  if (vector.length !== rows) throw new RangeError(`A vector of ${vector.length} numbers cannot be projected from ${rows}.`);
  const projected = new Float64Array(columns);
  for (let row = 0; row < rows; row += 1) {
    const weight = vector[row] ?? 0;
    for (let column = 0; column < columns; column += 1) {
      projected[column] = (projected[column] ?? 0) + weight * (matrix[row * columns + column] ?? 0);
    }
  }
  const length = Math.hypot(...projected);
  return Float32Array.from(projected, (value) => value / length);
}

function dimensionsOf({ name, dimensions }: ModelEntry): number {
  if (dimensions === undefined) throw new ModelError('model-role', `Model "${name}" has no vectors to project.`);
  return dimensions;
}
