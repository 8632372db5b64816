/** @module The values that cross into the grouping thread and back. */
import type { FaceConstraints } from '@visage/clustering/face.constraints';

export interface GroupingTask {
  /** One unit row of `dimensions` floats per face. */
  embeddings: Float32Array;
  dimensions: number;
  photoIds: string[];
  quality: Float32Array;
  /** Lowest average cosine at which two groups are one person. */
  threshold: number;
  /** What people said about pairs of faces (indices), without contradictions. */
  constraints: FaceConstraints;
}

export interface Grouping {
  /** Face indices of each person, and of the face that stands for it. */
  people: { faces: number[]; cover: number }[];
  unassigned: number[];
}
