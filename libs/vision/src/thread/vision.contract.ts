/** @module What goes into and comes out of the vision library, shared by the engine and the pool of threads. */
import type { VerifiedModel } from '@visage/contracts/model.contract';
import type {
  AnalysedFace,
  PhotoAnalysis,
  PhotoAnalysisOptions,
} from '@visage/contracts/photo-analysis.contract';
import type { PhotoLimits } from '@visage/contracts/photo-error.contract';

/** A photo to analyse: a file of this machine, or its bytes. */
export type PhotoInput = { path: string } | { bytes: Uint8Array };

/** One verified model per role; what `resolveVisionModels` of the models library answers with. */
export interface VisionModels {
  detector: VerifiedModel;
  landmarks: VerifiedModel;
  embedder: VerifiedModel;
  /** The embedder that is asked where the first is in doubt. */
  second?: VerifiedModel;
}

/** A selfie's main face (largest and most central of the confident ones) with its embedding. */
export type SelfieAnalysis =
  { face: AnalysedFace & { embedding: Float32Array }; count: number } | { face: null };

/** A face as the networks see it; each vector of unit length. */
export interface FaceEmbedding {
  embedding: Float32Array;
  /** By the second network, where there is one. */
  second?: Float32Array;
}

/** The work itself, in this thread or in others. Rejections about the photo are `PhotoError`s. */
export interface Vision {
  analyse(input: PhotoInput, options: PhotoAnalysisOptions): Promise<PhotoAnalysis>;
  /** Embeddings of aligned crops (`AnalysedFace.aligned`), in the same order. */
  embed(aligned: Uint8Array[]): Promise<FaceEmbedding[]>;
  selfie(bytes: Uint8Array): Promise<SelfieAnalysis>;
  close(): Promise<void>;
}

export interface VisionSettings {
  models: VisionModels;
  limits: PhotoLimits;
}
