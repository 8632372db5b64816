/**
 * @module How alike two faces must be in this event to be one person.
 *
 * Faces of one photo are different people, so every group photo shows how alike strangers are here: guests of one
 * family resemble each other more than a crowd, and each embedder and camera has its own scale. The mean and the
 * spread of these pairs say how often strangers reach a similarity, and the number of people says how many strangers a
 * face meets; the threshold is where the expected number of look-alikes per person falls to what the care level
 * allows. With few such pairs, the embedder's own threshold is used instead.
 */
import {
  LEAST_PAIRS,
  LOOK_ALIKES,
  MODEL_DEVIATIONS,
  MODEL_PAIRS,
  SPREAD_LIMITS,
  SPREAD_QUANTILE,
} from './clustering.thresholds.js';
import type { CareLevel } from '../linkage/care.level.js';
import { ClusteringError } from '../clustering.error.js';
import { StrangerHistogram } from './stranger.histogram.js';

export interface Calibration {
  /** Mean and spread (as of a normal distribution's upper half) of the similarities of strangers. */
  mean: number;
  deviation: number;
  /** Pairs of perfect faces that told as much; 0 if only the embedder's threshold was used. */
  pairs: number;
}

/**
 * @param modelThreshold the embedder's, from the manifest: a cosine above 0 and at most 1
 * @param strangers of the event
 * @throws ClusteringError `bad-option`
 */
export function calibrate(modelThreshold: number, strangers = new StrangerHistogram()): Calibration {
  if (!(modelThreshold > 0 && modelThreshold <= 1)) {
    throw new ClusteringError(
      'bad-option',
      `an embedder's threshold is above 0 and at most 1, not ${modelThreshold}`,
    );
  }
  const usual = modelThreshold / MODEL_DEVIATIONS;
  const { pairs } = strangers;
  if (pairs < LEAST_PAIRS) return { mean: 0, deviation: usual, pairs: 0 };
  const median = strangers.quantile(0.5);
  const spread = (strangers.quantile(SPREAD_QUANTILE.share) - median) / SPREAD_QUANTILE.deviations;
  const weight = pairs / (pairs + MODEL_PAIRS);
  const blend = weight * spread + (1 - weight) * usual;
  const bounded = Math.min(usual * SPREAD_LIMITS.most, Math.max(usual * SPREAD_LIMITS.least, blend));
  return { mean: weight * median, deviation: bounded, pairs };
}

/**
 * The likeness at which two groups are one person, -1..1.
 * @param people how many people a face may be mistaken for; at least one is assumed
 */
export function thresholdFor({ mean, deviation }: Calibration, people: number, care: CareLevel): number {
  const chance = LOOK_ALIKES[care] / Math.max(1, people);
  return Math.min(HIGHEST_THRESHOLD, mean + deviation * upperQuantile(chance));
}

/**
 * Not even two photos of one moment are reliably more alike than this, so no event is too large for it.
 */
const HIGHEST_THRESHOLD = 0.9;

/**
 * How many standard deviations above the mean a normal value lies with the given chance, 0 < chance <= 0.5: rational
 * approximation 26.2.23 of Abramowitz and Stegun (1964), off by less than 0.00045.
 */
function upperQuantile(chance: number): number {
  const t = Math.sqrt(-2 * Math.log(chance));
  const over = 2.515517 + t * (0.802853 + t * 0.010328);
  const under = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  return t - over / under;
}
