/**
 * @module Which of the matches is the person who asks? A selfie shows one person, so a candidate clearly less similar
 * than the best match is somebody else, however alike; nobody at all is a valid answer, and so is that it cannot be told.
 */
import {
  CLEAR_LEAD,
  RELATED_LIKENESS,
  SEARCH_CERTAINTY,
  SEARCH_SPAN,
} from '../measure/clustering.thresholds.js';
import { calibrate, thresholdFor } from '../measure/threshold.calibration.js';
import type { Candidate, FaceCandidates } from './face.index.js';

export interface Identified extends Candidate {
  /** 0..1: how likely this is the person asked for rather than a look-alike; 0.5 where both are equally likely. */
  confidence: number;
}

export interface Identification {
  people: Identified[];
  faces: Identified[];
  /**
   * The probe resembles several people who are not one, or somebody no more than a look-alike would: nobody is named, and
   * another probe may tell.
   */
  ambiguous: boolean;
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
 * The more people and single faces there are in the event, the closer the closest stranger.
 * @param modelThreshold the embedder's, from the manifest
 * @throws ClusteringError `bad-option`
 */
export function searchLimits(
  modelThreshold: number,
  { people, faces, strangers, strictness }: FaceCandidates,
): SearchLimits {
  const calibration = calibrate(modelThreshold, strangers);
  const candidates = people.length + faces.length;
  return {
    leastSimilarity: strictness * thresholdFor(calibration, candidates, 'generous'),
    breakEven: strictness * thresholdFor(calibration, candidates, 'balanced'),
    deviation: calibration.deviation,
  };
}

/**
 * The people and the loose faces that match the probe, most similar first; empty lists for "not found". A person in
 * two groups is found in both. Loose faces are often poor, so they need not be as similar as the best person; without a
 * person one of them has to be likelier meant than a look-alike. Else 0.8 and 1.5 % of those who are not at an event of five or
 * twenty people that is not grouped yet are shown somebody, instead of 0.1 and 0.2 %, and no guest is found who is not so.
 * @param likeness of the looks of two people, -1..1
 */
export function identify(
  { people, faces }: { people: readonly Candidate[]; faces: readonly Candidate[] },
  limits: SearchLimits,
  likeness: (personA: string, personB: string) => number,
): Identification {
  const best = people.reduce((most, { similarity }) => Math.max(most, similarity), -1);
  const accept = (candidates: readonly Candidate[], least: number): Identified[] =>
    candidates
      .filter(({ similarity }) => similarity >= least)
      .map((candidate) => ({ ...candidate, confidence: confidenceOf(candidate.similarity, limits) }))
      .sort((a, b) => b.similarity - a.similarity || (a.id < b.id ? -1 : 1));
  const found = accept(people, Math.max(limits.leastSimilarity, best - SEARCH_SPAN));
  const [first] = found;
  if (first) {
    // groups that are alike may be one person; the others are somebody else
    const rivals = people.filter(({ id }) => id !== first.id && likeness(first.id, id) < RELATED_LIKENESS);
    const closest = rivals.reduce((most, { similarity }) => Math.max(most, similarity), 0);
    const near = closest >= limits.leastSimilarity && closest >= best - SEARCH_SPAN;
    const doubtful = best < limits.breakEven && best - closest < CLEAR_LEAD;
    if (near || doubtful) return { people: [], faces: [], ambiguous: true };
  }
  const loose = accept(faces, limits.leastSimilarity);
  const known = first !== undefined || (loose[0] !== undefined && loose[0].similarity >= limits.breakEven);
  return { people: found, faces: known ? loose : [], ambiguous: false };
}

function confidenceOf(similarity: number, { breakEven: even, deviation }: SearchLimits): number {
  return 1 / (1 + Math.exp((-SEARCH_CERTAINTY * (similarity - even)) / deviation));
}
