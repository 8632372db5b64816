/**
 * @module The vision library as commands use it: it resolves the chosen models, and starts threads when first needed.
 */
import type { ModelEntry, ModelManifest } from '@visage/contracts/model.contract';
import type { PhotoAnalysis, PhotoAnalysisOptions } from '@visage/contracts/photo-analysis.contract';
import { detectVersion, embedVersion } from '@visage/contracts/pipeline.version';
import { photoLimitsSchema, type PhotoLimits } from '@visage/contracts/photo-error.contract';
import type { FaceKinds } from '@visage/clustering/search/likeness.space';
import { loadKinds } from '@visage/models/face.kinds';
import { ModelError } from '@visage/models/model.error';
import { findModel, loadManifest } from '@visage/models/model.manifest';
import { defaultThreads } from '@visage/host/vision.settings';
import { resolveVisionModels } from '@visage/models/vision.models';
import { VisionPool } from '@visage/vision/thread/vision.pool';
import { CommandError } from '../command.error.js';
import { readEnvironment } from '../env.js';
import { modelFolders } from './model.folder.js';

export interface VisionSession {
  readonly embedder: ModelEntry & { dimensions: number };
  /** Likeness at and above which two faces are one person, unless the user sets another. */
  readonly threshold: number;
  readonly threads: number;
  /** The network to ask where the embedder is in doubt. */
  readonly second?: { dimensions: number; threshold: number };
  /** Identifies the networks and limits that results depend on; results with another value must not be reused. */
  readonly pipeline: string;
  /** The kinds of faces by which the embedder's likenesses are judged. */
  readonly kinds?: FaceKinds | undefined;
  /** @param path as bytes where it is not UTF-8 */
  analyse(path: string | Uint8Array, options: PhotoAnalysisOptions): Promise<PhotoAnalysis>;
  close(): Promise<void>;
}

export interface VisionSessionOptions {
  /** Name of an embedder in the manifest; the default one if absent. */
  model?: string | undefined;
  /** Name of another embedder, to be asked where the first is in doubt. */
  secondOpinion?: string | undefined;
  threads?: number | undefined;
  threshold?: number | undefined;
  /** Called when models are being fetched. */
  notice?: (text: string) => void;
}

/** Finds the models; fetches them and starts the threads only with the first photo. */
export async function openVision(options: VisionSessionOptions): Promise<VisionSession> {
  const folders = modelFolders(readEnvironment());
  const manifest = await loadManifest(folders.manifestPath);
  const choice = {
    ...(options.model === undefined ? {} : { embedder: options.model }),
    ...(options.secondOpinion === undefined ? {} : { secondEmbedder: options.secondOpinion }),
  };
  const embedder = findEmbedder(manifest, options.model ?? manifest.defaults.embedder);
  const second = options.secondOpinion === undefined ? undefined : secondEmbedder(manifest, options.secondOpinion);
  const detector = findModel(manifest, manifest.defaults.detector);
  const landmarks = findModel(manifest, manifest.defaults.landmarks);
  const entries = [detector, landmarks, embedder, ...(second ? [second] : [])];
  const threshold = options.threshold ?? embedder.threshold;
  if (threshold === undefined) {
    throw new CommandError(
      `Model "${embedder.name}" has no measured threshold: give one with --threshold.`,
      2,
    );
  }
  const limits: PhotoLimits = photoLimitsSchema.parse({});
  const threads = options.threads ?? defaultThreads();
  const start = async (): Promise<VisionPool> => {
    const announced = new Set<string>();
    const models = await resolveVisionModels(
      manifest,
      {
        ...folders,
        onProgress: ({ model }) => {
          if (!announced.has(model)) options.notice?.(`Fetching model ${model}`);
          announced.add(model);
        },
      },
      choice,
    );
    return VisionPool.create({ models, threads, limits });
  };
  let pool: Promise<VisionPool> | undefined;
  return {
    embedder,
    ...(second ? { second } : {}),
    threshold,
    threads,
    pipeline: JSON.stringify([
      detectVersion({ detector, landmarks, embedder }),
      embedVersion(embedder, second),
      ...entries.map(({ sha256 }) => sha256.slice(0, 16)),
      embedder.mirror ?? false,
      limits,
    ]),
    kinds: await loadKinds(embedder, folders.modelsDir),
    analyse: async (path, analysis) => {
      pool ??= start();
      return (await pool).analyse({ path }, analysis);
    },
    close: async () => {
      await (await pool)?.close();
    },
  };
}

/** @throws ModelError when the manifest has no such embedder. */
function findEmbedder(manifest: ModelManifest, name: string): ModelEntry & { dimensions: number } {
  const entry = findModel(manifest, name);
  const { role, dimensions } = entry;
  if (role === 'embedder' && dimensions !== undefined) return { ...entry, dimensions };
  throw new ModelError('model-role', `Model "${name}" is not an embedder; see \`visage models --list\`.`);
}

/** @throws ModelError; CommandError when the model has no measured threshold. */
function secondEmbedder(manifest: ModelManifest, name: string): ModelEntry & { dimensions: number; threshold: number } {
  const entry = findEmbedder(manifest, name);
  const { threshold } = entry;
  if (threshold !== undefined) return { ...entry, threshold };
  throw new CommandError(`Model "${name}" has no measured threshold and cannot give a second opinion.`, 2);
}
