/** @module Vision work in threads of its own, so that no event loop that serves others is held up. */
import type { PhotoAnalysis, PhotoAnalysisOptions } from '@visage/contracts/photo-analysis.contract';
import { VisionEngine } from './vision.engine.js';
import type { PhotoInput, SelfieAnalysis, Vision, VisionSettings } from './vision.contract.js';

export interface VisionPoolSettings extends VisionSettings {
  /** Number of worker threads; each works on one photo at a time. */
  threads: number;
}

export class VisionPool implements Vision {
  private constructor(private readonly engine: VisionEngine) {}

  static async create(settings: VisionPoolSettings): Promise<VisionPool> {
    return new VisionPool(await VisionEngine.create(settings));
  }
  analyse(input: PhotoInput, options: PhotoAnalysisOptions): Promise<PhotoAnalysis> {
    return this.engine.analyse(input, options);
  }
  embed(aligned: Uint8Array[]): Promise<Float32Array[]> {
    return this.engine.embed(aligned);
  }
  selfie(bytes: Uint8Array): Promise<SelfieAnalysis> {
    return this.engine.selfie(bytes);
  }
  close(): Promise<void> {
    return this.engine.close();
  }
}
