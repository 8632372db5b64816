/** @module Whose faces a probe is like, as faces: people come and go, and are known by these. */
import { SEARCH_SPAN } from '../measure/clustering.thresholds.js';
import type { FaceIndex } from './face.index.js';
import { identify, searchLimits, type Identified } from './probe.identify.js';

/** Faces of one person, or one of nobody, the most similar first. */
export interface ProbeMatch {
  faceIds: string[];
}

export interface ProbeMatches {
  /** The likeliest first. */
  matches: ProbeMatch[];
  /** Who the probe is cannot be told (`Identification`): nobody is named. */
  ambiguous: boolean;
}

export interface MatchOptions {
  /** The embedder's, from the manifest; what an event of this size asks follows from it. */
  threshold: number;
  /** Nobody looks at what is found: only who is likelier meant than somebody else. */
  surely?: boolean;
}

/** Of each person that is found: enough to know them by, whatever becomes of some. */
const NEAREST = 5;

/** Pauses as the search of the index does. @throws ClusteringError as it does */
export function* matchProbe(
  index: FaceIndex,
  probe: Float32Array,
  { threshold, surely = false }: MatchOptions,
): Generator<undefined, ProbeMatches> {
  const candidates = yield* index.search(probe);
  const limits = searchLimits(threshold, candidates);
  const { people, faces, ambiguous } = identify(candidates, limits, (a, b) => index.likeness(a, b));
  const best = Math.max(...[...people, ...faces].map(({ similarity }) => similarity));
  const least = surely ? Math.max(limits.breakEven, best - SEARCH_SPAN) : -1;
  const isMeant = ({ similarity }: Identified): boolean => similarity >= least;
  return {
    matches: [
      ...people.filter(isMeant).map(({ id }) => ({ faceIds: index.nearest(probe, id, NEAREST) })),
      ...faces.filter(isMeant).map(({ id }) => ({ faceIds: [id] })),
    ],
    ambiguous,
  };
}
