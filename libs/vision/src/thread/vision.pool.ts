/** @module Vision work in its own threads, so that it never blocks an event loop that serves others. */
import { existsSync } from 'node:fs';
import type {
  BlurOrder,
  BlurredPictures,
  PhotoAnalysis,
  PhotoAnalysisOptions,
  PhotoMetadata,
  PhotoOrigin,
} from '@visage/contracts/photo-analysis.contract';
import { VisionEngine } from './vision.engine.js';
import type { FaceEmbedding, PhotoInput, SelfieAnalysis, Vision, VisionSettings } from './vision.contract.js';
import { VisionThreads } from './vision.threads.js';

export interface VisionPoolSettings extends VisionSettings {
  /** Number of worker threads; each processes one photo at a time and takes about 300 MB for 24 megapixels. */
  threads: number;
}

/**
 * Rejects with `PhotoError` if the photo is the problem. A photo that takes longer than `limits.timeoutMs`, counted
 * from its turn, rejects with code `timeout`, and the thread that was stuck with it is replaced.
 */
export class VisionPool implements Vision {
  private constructor(private readonly vision: Vision) {}

  /** @throws Error when a network cannot be loaded. */
  static async create({ threads, ...settings }: VisionPoolSettings): Promise<VisionPool> {
    const file = workerFile();
    // Uncompiled sources (unit tests) have no file a thread could run.
    if (file === undefined) return new VisionPool(await VisionEngine.create(settings));
    return new VisionPool(await VisionThreads.create(file, settings, threads));
  }

  analyse(input: PhotoInput, options: PhotoAnalysisOptions): Promise<PhotoAnalysis> {
    return this.vision.analyse(input, options);
  }

  describe(input: PhotoInput, origin: PhotoOrigin): Promise<PhotoMetadata> {
    return this.vision.describe(input, origin);
  }

  blur(input: PhotoInput, order: BlurOrder): Promise<BlurredPictures> {
    return this.vision.blur(input, order);
  }

  embed(aligned: Uint8Array[]): Promise<FaceEmbedding[]> {
    return this.vision.embed(aligned);
  }

  selfie(bytes: Uint8Array): Promise<SelfieAnalysis> {
    return this.vision.selfie(bytes);
  }

  /** Finishes the photos in progress first. */
  close(): Promise<void> {
    return this.vision.close();
  }
}

/** The compiled worker: beside this file, or in the build when this is the TypeScript source. */
function workerFile(): URL | undefined {
  const places = ['./vision.worker.js', '../../dist/thread/vision.worker.js'];
  return places.map((place) => new URL(place, import.meta.url)).find((url) => existsSync(url));
}
