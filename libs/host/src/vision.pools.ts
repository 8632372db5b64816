/** @module Threads that look at photos, one pool per embedder: an event remembers its own, most installations have one. */
import type { ModelManifest } from '@visage/contracts/model.contract';
import type { PhotoLimits } from '@visage/contracts/photo-error.contract';
import { resolveSettingModels, type ModelSettings } from '@visage/models/setting.models';
import { resolveEmbedder, resolveVisionModels } from '@visage/models/vision.models';
import type { Vision } from '@visage/vision/thread/vision.contract';
import { VisionPool } from '@visage/vision/thread/vision.pool';
import type { Closable } from './closable.js';
import { photoLimitsOf, type VisionEnv } from './vision.settings.js';

export interface VisionPoolsSettings {
  manifest: ModelManifest;
  modelsDir: string;
  cacheDir: string;
  /** Name of the network that is asked where an event's embedder is in doubt. */
  second?: string | undefined;
  threads: number;
  limits: PhotoLimits;
}

type VisionPoolsEnv = Omit<VisionEnv, 'VISION_THREADS' | 'EMBEDDER'> & ModelSettings;

export class VisionPools implements Closable {
  private readonly pools = new Map<string, Promise<VisionPool>>();

  constructor(private readonly settings: VisionPoolsSettings) {}

  /**
   * The manifest's default pool is open, and the models that the settings name are there: one that is missing ends the start,
   * not the first photo.
   * @throws ModelError when one of these models is not on this machine.
   */
  static async start(manifest: ModelManifest, env: VisionPoolsEnv, threads: number): Promise<VisionPools> {
    const { MODELS_DIR: modelsDir, MODEL_CACHE_DIR: cacheDir, SECOND_OPINION: second } = env;
    const pools = new VisionPools({
      manifest,
      modelsDir,
      cacheDir,
      second,
      threads,
      limits: photoLimitsOf(env),
    });
    await resolveSettingModels(manifest, { modelsDir, cacheDir, fetch: false }, env);
    await pools.of(manifest.defaults.embedder);
    return pools;
  }

  /** @throws ModelError when the manifest has no such embedder, or a file is not on this machine. */
  of(embedder: string): Promise<Vision> {
    let pool = this.pools.get(embedder);
    if (!pool) {
      pool = this.open(embedder);
      this.pools.set(embedder, pool);
      pool.catch(() => this.pools.delete(embedder)); // the next photo tries again
    }
    return pool;
  }

  /**
   * Whether photos of events with this embedder can be worked on, without opening anything for them.
   * @throws ModelError when the manifest has no such embedder, or its file is not on this machine.
   */
  async requireFile(embedder: string): Promise<void> {
    const { manifest, modelsDir, cacheDir } = this.settings;
    await resolveEmbedder(manifest, embedder, { modelsDir, cacheDir, fetch: false });
  }

  async close(): Promise<void> {
    const opened = await Promise.allSettled([...this.pools.values()]);
    for (const pool of opened) if (pool.status === 'fulfilled') await pool.value.close();
  }

  private async open(embedder: string): Promise<VisionPool> {
    const { manifest, modelsDir, cacheDir, second, threads, limits } = this.settings;
    // containers may not reach the registries, and a download inside a job would look like a slow photo
    const choice = { embedder, ...(second === undefined ? {} : { secondEmbedder: second }) };
    const models = await resolveVisionModels(manifest, { modelsDir, cacheDir, fetch: false }, choice);
    return VisionPool.create({ models, threads, limits });
  }
}
