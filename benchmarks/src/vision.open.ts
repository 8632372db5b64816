/** @module The pipeline as it ships: models of the manifest, one thread per core. */
import { availableParallelism } from 'node:os';
import type { ModelEntry } from '@visage/contracts/model.contract';
import { photoLimitsSchema } from '@visage/contracts/photo-error.contract';
import type { FaceKinds } from '@visage/clustering/search/likeness.space';
import { loadKinds } from '@visage/models/face.kinds';
import { findModel } from '@visage/models/model.manifest';
import { VisionPool } from '@visage/vision/thread/vision.pool';
import { manifest, MODEL_FOLDERS, shippedModels } from './shipped.models.js';

export interface Embedder {
  name: string;
  dimensions: number;
  threshold: number;
  /** By which likenesses are judged. */
  kinds: FaceKinds | undefined;
  entry: ModelEntry;
}

export interface OpenVision {
  pool: VisionPool;
  threads: number;
  embedder: Embedder;
}

/** @param embedder name of a model of the manifest; its default when absent */
export async function openVision(embedder?: string): Promise<OpenVision> {
  const name = embedder ?? manifest.defaults.embedder;
  const entry = findModel(manifest, name);
  const { dimensions, threshold } = entry;
  if (dimensions === undefined || threshold === undefined)
    throw new Error(`"${name}" is no embedder with a threshold.`);
  const models = await shippedModels(name);
  const threads = availableParallelism();
  const pool = await VisionPool.create({ models, threads, limits: photoLimitsSchema.parse({}) });
  const kinds = await loadKinds(entry, MODEL_FOLDERS.modelsDir);
  return { pool, threads, embedder: { name, dimensions, threshold, kinds, entry } };
}
