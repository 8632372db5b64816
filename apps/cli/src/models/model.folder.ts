/** @module Where models are on this machine: the manifest, the repository's own weights, and those fetched. */
import { join, resolve } from 'node:path';
import type { Environment } from '../env.js';
import { inRepository } from '../repository.folder.js';

export interface ModelFolders {
  manifestPath: string;
  modelsDir: string;
  cacheDir: string;
}

export function modelFolders(environment: Environment): ModelFolders {
  const modelsDir = resolve(environment.MODELS_DIR ?? inRepository('models'));
  const cacheDir =
    environment.MODEL_CACHE_DIR ?? join(environment.VISAGE_CACHE ?? inRepository('.cache'), 'models');
  return { manifestPath: join(modelsDir, 'manifest.json'), modelsDir, cacheDir: resolve(cacheDir) };
}
