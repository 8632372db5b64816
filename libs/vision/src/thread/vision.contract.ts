/** @module What goes into and comes out of the vision library, shared by the engine and the pool of threads. */
import type { VerifiedModel } from '@visage/contracts/model.contract';
import type {
  AnalysedFace,
  BlurOrder,
  BlurredPictures,
  PhotoAnalysis,
  PhotoAnalysisOptions,
  PhotoMetadata,
  PhotoOrigin,
} from '@visage/contracts/photo-analysis.contract';
import type { PhotoLimits } from '@visage/contracts/photo-error.contract';
import type { SelfieFault } from '@visage/contracts/selfie.contract';

/** A photo to analyse: a file on this machine, or its bytes. */
export type PhotoInput = { path: string | Uint8Array } | { bytes: Uint8Array };

/** One verified model per role, as `resolveVisionModels` of the models library returns them. */
export interface VisionModels {
  detector: VerifiedModel;
  landmarks: VerifiedModel;
  embedder: VerifiedModel;
  /** The embedder to ask where the first is in doubt. */
  secondEmbedder?: VerifiedModel;
}

/** A face of a selfie that may be whoever took it. */
export interface SelfieFace extends AnalysedFace, FaceEmbedding {
  embedding: Float32Array;
  crop: Uint8Array;
  /** What speaks against searching for it, if something does. */
  fault: SelfieFault | null;
}

export interface SelfieAnalysis {
  /** Size of the upright picture in pixels. */
  width: number;
  height: number;
  /** The main face (largest and most central of the confident ones) first, then the others that are fit to be searched for. */
  faces: SelfieFace[];
  /** What is wrong with a picture without faces, if it can be told. */
  fault: SelfieFault | null;
}

/** A face as the networks see it; each vector has unit length. */
export interface FaceEmbedding {
  embedding: Float32Array;
  /** From the second network, if there is one. */
  secondEmbedding?: Float32Array;
}

/** The work itself, in this thread or in others. Rejects with `PhotoError` if the photo is the problem. */
export interface Vision {
  analyse(input: PhotoInput, options: PhotoAnalysisOptions): Promise<PhotoAnalysis>;
  /** What the file says about itself, and how it leaves without its location; without a look at its pixels. */
  describe(input: PhotoInput, origin: PhotoOrigin): Promise<PhotoMetadata>;
  /** Pictures of the photo in which these faces cannot be recognised. */
  blur(input: PhotoInput, order: BlurOrder): Promise<BlurredPictures>;
  /** Embeddings of aligned crops (`AnalysedFace.aligned`), in the same order. */
  embed(aligned: Uint8Array[]): Promise<FaceEmbedding[]>;
  selfie(bytes: Uint8Array): Promise<SelfieAnalysis>;
  close(): Promise<void>;
}

export interface VisionSettings {
  models: VisionModels;
  limits: PhotoLimits;
}
