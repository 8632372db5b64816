/** @module Distances of pairs, in the order given, with the faces of the next pairs already being computed. */
import { isOnePerson } from '@visage/clustering/linkage/second.opinion';
import type { LikenessSpace } from '@visage/clustering/search/likeness.space';
import type { FaceCache } from './face.cache.js';
import type { FilePair } from './pair.file.js';

export interface Verdict {
  a: string;
  b: string;
  /** 1 - likeness, 0..2; null when a face is missing. */
  distance: number | null;
  /** The same by the second network, if one was asked. */
  second?: number;
  same: boolean;
  error?: string;
}

export interface CompareSettings {
  threshold: number;
  /** Where the embedder's likenesses are measured; absent = by cosines alone. */
  space?: LikenessSpace | undefined;
  /** For the second network, if one is asked. */
  second?: { threshold: number };
  threads: number;
}

/** Number of pairs per thread whose faces are requested ahead of the one being answered. */
const PAIRS_AHEAD = 4;

export async function* comparePairs(
  pairs: readonly FilePair[],
  faces: FaceCache,
  settings: CompareSettings,
): AsyncGenerator<Verdict> {
  const ahead = settings.threads * PAIRS_AHEAD;
  const started: Promise<Verdict>[] = [];
  for (let next = 0; next < pairs.length; next++) {
    while (started.length < ahead) {
      const pair = pairs[next + started.length];
      if (!pair) break;
      started.push(compare(pair, faces, settings));
    }
    const verdict = started.shift();
    if (verdict) yield await verdict;
  }
}

async function compare(
  { a, b, pathA, pathB }: FilePair,
  faces: FaceCache,
  settings: CompareSettings,
): Promise<Verdict> {
  const [faceA, faceB] = await Promise.all([faces.face(pathA, a), faces.face(pathB, b)]);
  const failure = [faceA, faceB].flatMap((face) => ('error' in face ? [face.error] : []));
  if ('error' in faceA || 'error' in faceB) {
    return { a, b, distance: null, same: false, error: [...new Set(failure)].join('; ') };
  }
  const { space } = settings;
  const place = (embedding: Float32Array): Float32Array => space?.place(embedding) ?? embedding;
  const likeness = cosine(place(faceA.embedding), place(faceB.embedding));
  const verdict = { a, b, distance: Math.max(0, 1 - likeness) };
  const first = { likeness, threshold: settings.threshold };
  if (!settings.second || !faceA.second || !faceB.second)
    return { ...verdict, same: isOnePerson(first, undefined) };
  const second = { likeness: cosine(faceA.second, faceB.second), threshold: settings.second.threshold };
  return { ...verdict, second: Math.max(0, 1 - second.likeness), same: isOnePerson(first, second) };
}

/** For unit vectors. */
function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0);
}
