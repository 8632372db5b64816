/**
 * @module Which of the matches is the person who asks? A selfie shows one person, so a candidate clearly less similar
 * than the best match is somebody else, however alike; and nobody at all is a valid answer.
 */
import { SEARCH_CERTAINTY, SEARCH_SPAN } from '../measure/clustering.thresholds.js';
import { calibrate, thresholdFor } from '../measure/threshold.calibration.js';

export interface Candidate {
  id: string;
  /** -1..1, as the search of face.index.ts gives it. */
  similarity: number;
}

export interface Identified extends Candidate {
  /** 0..1: how likely this is the person asked for rather than a look-alike; 0.5 where both are equally likely. */
  confidence: number;
}

export interface SearchLimits {
  /** Candidates below this similarity are not found. */
  leastSimilarity: number;
  /** Similarity at which a match and a look-alike are equally likely. */
  breakEven: number;
  /** Spread of strangers' similarities. */
  deviation: number;
}

/**
 * @param modelThreshold the embedder's, from the manifest
 * @param candidates people and single faces in the event: the more there are, the closer the closest stranger
 * @throws ClusteringError `bad-option`
 */
export function searchLimits(modelThreshold: number, candidates: number): SearchLimits {
  const calibration = calibrate(modelThreshold, []);
  return {
    leastSimilarity: thresholdFor(calibration, candidates, 'generous'),
    breakEven: thresholdFor(calibration, candidates, 'balanced'),
    deviation: calibration.deviation,
  };
}

/**
 * The people and the loose faces that match the probe, most similar first; empty lists for "not found". A person in
 * two groups is found in both. Loose faces are often poor, so they need not be as similar as the best person.
 */
export function identify(
  people: readonly Candidate[],
  faces: readonly Candidate[],
  limits: SearchLimits,
): { people: Identified[]; faces: Identified[] } {
  const best = people.reduce((most, { similarity }) => Math.max(most, similarity), -1);
  const accept = (candidates: readonly Candidate[], least: number): Identified[] =>
    candidates
      .filter(({ similarity }) => similarity >= least)
      .map((candidate) => ({ ...candidate, confidence: confidenceOf(candidate.similarity, limits) }))
      .sort((a, b) => b.similarity - a.similarity || (a.id < b.id ? -1 : 1));
  return {
    people: accept(people, Math.max(limits.leastSimilarity, best - SEARCH_SPAN)),
    faces: accept(faces, limits.leastSimilarity),
  };
}

function confidenceOf(similarity: number, { breakEven: even, deviation }: SearchLimits): number {
  return 1 / (1 + Math.exp((-SEARCH_CERTAINTY * (similarity - even)) / deviation));
}
