/** @module The pipeline as it ships: models of the manifest, one thread per core. */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { ModelEntry } from '@visage/contracts/model.contract';
import { photoLimitsSchema } from '@visage/contracts/photo-error.contract';
import { findModel, loadManifest } from '@visage/models/model.manifest';
import { resolveVisionModels } from '@visage/models/vision.models';
import { VisionPool } from '@visage/vision/vision.pool';
import { REPOSITORY } from './data.folder.js';

export interface OpenVision {
  pool: VisionPool;
  threads: number;
  embedder: { name: string; dimensions: number; threshold: number; entry: ModelEntry };
}

/** @param embedder name of a model of the manifest; its default when absent */
export async function openVision(embedder?: string): Promise<OpenVision> {
  const modelsDir = resolve(REPOSITORY, 'models');
  const manifest = await loadManifest(resolve(modelsDir, 'manifest.json'));
  const name = embedder ?? manifest.defaults.embedder;
  const entry = findModel(manifest, name);
  const { dimensions, threshold } = entry;
  if (dimensions === undefined || threshold === undefined) throw new Error(`"${name}" is no embedder with a threshold.`);
  const models = await resolveVisionModels(
    manifest,
    { modelsDir, cacheDir: resolve(REPOSITORY, '.cache/models') },
    { embedder: name },
  );
  const threads = availableParallelism();
  const pool = await VisionPool.create({ models, threads, limits: photoLimitsSchema.parse({}) });
  return { pool, threads, embedder: { name, dimensions, threshold, entry } };
}
