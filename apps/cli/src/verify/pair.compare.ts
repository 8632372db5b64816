/** @module Distances of pairs, in the order given, with the faces of the next pairs already on their way. */
import type { FaceCache } from './face.cache.js';
import type { FilePair } from './pair.file.js';

export interface Verdict {
  a: string;
  b: string;
  /** 1 - cosine similarity, 0..2; null when a face is missing. */
  distance: number | null;
  same: boolean;
  error?: string;
}

/** Pairs whose faces are asked for ahead of the one being answered, per thread. */
const PAIRS_AHEAD = 4;

export async function* comparePairs(
  pairs: readonly FilePair[],
  faces: FaceCache,
  settings: { threshold: number; threads: number },
): AsyncGenerator<Verdict> {
  const ahead = settings.threads * PAIRS_AHEAD;
  const started: Promise<Verdict>[] = [];
  for (let next = 0; next < pairs.length; next++) {
    while (started.length < ahead) {
      const pair = pairs[next + started.length];
      if (!pair) break;
      started.push(compare(pair, faces, settings.threshold));
    }
    const verdict = started.shift();
    if (verdict) yield await verdict;
  }
}

async function compare(
  { a, b, pathA, pathB }: FilePair,
  faces: FaceCache,
  threshold: number,
): Promise<Verdict> {
  const [faceA, faceB] = await Promise.all([faces.face(pathA, a), faces.face(pathB, b)]);
  const failure = [faceA, faceB].flatMap((face) => ('error' in face ? [face.error] : []));
  if ('error' in faceA || 'error' in faceB) {
    return { a, b, distance: null, same: false, error: [...new Set(failure)].join('; ') };
  }
  const similarity = faceA.embedding.reduce((sum, value, k) => sum + value * (faceB.embedding[k] ?? 0), 0);
  return { a, b, distance: Math.max(0, 1 - similarity), same: similarity >= threshold };
}
