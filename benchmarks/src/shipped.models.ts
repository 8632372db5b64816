/** @module The models of the manifest as the benchmarks open them: from the repository and its cache. */
import { resolve } from 'node:path';
import { loadManifest } from '@visage/models/model.manifest';
import { resolveVisionModels } from '@visage/models/vision.models';
import { REPOSITORY } from './data.folder.js';

export const MODEL_FOLDERS = {
  modelsDir: resolve(REPOSITORY, 'models'),
  cacheDir: resolve(REPOSITORY, '.cache/models'),
};

export const manifest = await loadManifest(resolve(MODEL_FOLDERS.modelsDir, 'manifest.json'));

/** @param embedder name of a model; the manifest's default when absent */
export function shippedModels(embedder = manifest.defaults.embedder): ReturnType<typeof resolveVisionModels> {
  return resolveVisionModels(manifest, MODEL_FOLDERS, { embedder });
}
