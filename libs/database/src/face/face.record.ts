/** @module A face as the rest of the house sees it. */
import type { Box } from '@visage/contracts/geometry.contract';

export interface NewFace {
  /** Always the same for a photo, version and place in the list, so that a second run overwrites the first. */
  id: string;
  /** Pixels of the upright image. */
  box: Box;
  score: number;
  quality: number;
}

export interface EmbeddedFace {
  id: string;
  photoId: string;
  personId: string | null;
  quality: number;
  /** Its photo waits for approval. */
  waits: boolean;
  /** Sealed; see embedding.box.ts of libs/crypto. */
  embedding: Uint8Array;
  /** The same by the second network, and its name. */
  second?: { embedding: Uint8Array; model: string };
}

export interface SealedEmbedding {
  faceId: string;
  embedding: Uint8Array<ArrayBuffer>;
  /** By the second network. */
  second?: Uint8Array<ArrayBuffer>;
}

/** Names of the networks. */
export interface EmbeddingModels {
  embedding: string;
  second?: string;
}

/** Intersection over union of two boxes, 0..1. */
export function overlapOf(a: Box, b: Box): number {
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (a[2] * a[3] + b[2] * b[3] - shared);
}
