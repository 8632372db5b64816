/** @module The values that cross into the grouping thread and back. */
import type { CareLevel } from '@visage/clustering/linkage/care.level';
import type { FaceConstraints } from '@visage/clustering/linkage/face.constraints';
import type { FaceKinds } from '@visage/clustering/search/likeness.space';
import type { SecondEmbeddings } from '@visage/clustering/linkage/second.opinion';

export interface GroupingTask {
  /** One unit row of `dimensions` floats per face. */
  embeddings: Float32Array;
  dimensions: number;
  /** Those of the embedder, by which likenesses are judged. */
  kinds: FaceKinds | undefined;
  photoIds: string[];
  quality: Float32Array;
  /** The embedder's, from the manifest; the event's own follows from it. */
  threshold: number;
  care: CareLevel;
  /** The same faces by the network that is asked where the embedder is in doubt. */
  secondEmbeddings?: SecondEmbeddings;
  /** The group of each face so far, or -1; absent for a grouping from nothing. */
  known?: Int32Array;
  /** What people said about pairs of faces (indices), without contradictions. */
  constraints: FaceConstraints;
}

/** The caller may end the thread once it has shut the gate. */
export type GatedGroupingTask = GroupingTask & { gate: Int32Array<SharedArrayBuffer> };

export interface Grouping {
  /** Face indices of each person, and of the face that stands for it. */
  people: { faces: number[]; cover: number }[];
  unassigned: number[];
}
