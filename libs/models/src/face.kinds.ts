/** @module The kinds of faces by which an embedder's likenesses are judged, verified. */
import type { ModelEntry } from '@visage/contracts/model.contract';
import { ModelError } from './model.error.js';
import { readModelFloats } from './model.floats.js';

/** What `LikenessSpace` of libs/clustering asks for. */
export interface LoadedKinds {
  /** A row of the embedder's dimensions for each kind. */
  means: Float32Array;
  sharpness: number;
}

/**
 * @returns undefined when the manifest has none for the embedder: then a likeness is the plain cosine
 * @throws ModelError `model-corrupt` when the file is not the one the manifest describes
 */
export async function loadKinds(
  { name, kinds, dimensions }: Pick<ModelEntry, 'name' | 'kinds' | 'dimensions'>,
  modelsDir: string,
): Promise<LoadedKinds | undefined> {
  if (kinds === undefined) return undefined;
  const means = await readModelFloats(kinds, modelsDir);
  if (dimensions === undefined || means.length === 0 || means.length % dimensions !== 0) {
    throw new ModelError(
      'model-corrupt',
      `models/${kinds.file} holds ${means.length} numbers, which are no rows of model "${name}".`,
    );
  }
  return { means, sharpness: kinds.sharpness };
}
