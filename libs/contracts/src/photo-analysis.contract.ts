/** @module The vision library's description of a photo; plain data that crosses worker threads. */
import type { Box, Landmarks } from './geometry.contract.js';
import type { OriginalBlanks } from './original.blanks.js';
import type { TakenFrom } from './photo.contract.js';

/** What is known of a photo besides its bytes, and helps to tell when it was taken. */
export interface PhotoOrigin {
  fileName?: string | undefined;
  /** When it came here: it was not taken long after that. */
  arrivedAt?: Date | undefined;
}

/** The camera as the file names it; empty = the file does not say. */
export interface PhotoDevice {
  make: string;
  model: string;
  serial: string;
}

/** What the file itself says; location only if present. */
export interface PhotoMetadata {
  /** Container and codec as decoded: jpeg, png, webp, avif, heic, tiff, gif. */
  format: string;
  /** EXIF orientation 1..8 as found in the file (1 when absent). */
  orientation: number;
  /**
   * Local time of the camera as ISO 8601: with offset if the file has one, `Z` if only the moment is known, and a day alone
   * where the hour is not.
   */
  takenAt?: string;
  /** What says so; present with `takenAt`. */
  takenFrom?: TakenFrom;
  /** For people; present with `device`. */
  camera?: string;
  device?: PhotoDevice;
  lens?: string;
  location?: { latitude: number; longitude: number };
  /** Present when asked for. */
  blanks?: LocationBlanks;
}

/** How a file leaves where its location is hidden; or, for people, why it cannot. */
export type LocationBlanks = OriginalBlanks | { unblankable: string };

/** An encoded WebP of the upright photo, in sRGB, without any metadata. */
export interface PhotoPreview {
  width: number;
  height: number;
  webp: Uint8Array;
}

/** Whom to make unrecognisable in a photo, and which pictures of it are wanted. */
export interface BlurOrder {
  /** In pixels of the upright image. */
  faces: Box[];
  /** Longest sides in pixels. */
  previewSize: number;
  thumbnailSize: number;
  /** As in `PhotoMetadata`: all that the file is to say of itself. */
  takenAt?: string | undefined;
}

export interface BlurredPictures {
  /** Of the upright photo at its full size, in sRGB. */
  jpeg: Uint8Array;
  preview: PhotoPreview;
  thumbnail: PhotoPreview;
}

export interface AnalysedFace {
  /** Pixels of the upright image. */
  box: Box;
  /** Detector confidence after the second look, 0..1. */
  score: number;
  landmarks: Landmarks;
  /** 0..1: size, sharpness, pose and exposure in one number; under `QUALITY_BAR` a face never starts a person. */
  quality: number;
  /** Aligned RGB pixels in the embedder's template, `size * size * 3` bytes, interleaved. */
  aligned: Uint8Array;
  /** Square WebP around the face with a margin, for display; present when asked for. */
  crop?: Uint8Array;
  /** Unit-length embedding; present when asked for. */
  embedding?: Float32Array;
  /** The embedding by the second network, if there is one. */
  secondEmbedding?: Float32Array;
}

export interface PhotoAnalysis {
  /** Size of the upright image in pixels. */
  width: number;
  height: number;
  metadata: PhotoMetadata;
  preview?: PhotoPreview;
  thumbnail?: PhotoPreview;
  faces: AnalysedFace[];
}

/** What to compute besides faces, or instead of them; every field defaults to "no". */
export interface PhotoAnalysisOptions {
  /** Longest side in pixels of the preview and thumbnail WebP. */
  previewSize?: number;
  thumbnailSize?: number;
  /** Side in pixels of the display crop of each face. */
  cropSize?: number;
  embed?: boolean;
  /** How the file leaves where the location is hidden. */
  blanks?: boolean;
  /** Look for no faces. */
  withoutFaces?: boolean;
  origin?: PhotoOrigin;
}
