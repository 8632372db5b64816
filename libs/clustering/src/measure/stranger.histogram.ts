/**
 * @module How alike strangers of an event are: a histogram of the likenesses of people who stand in one photo. Photos come and
 * go while the event lasts; whole numbers make sure that what is left does not depend on their order.
 */
import { repeatsAmong } from '../linkage/repeated.faces.js';
import { PAIRS_PER_PHOTO_FACES, QUALITY_BAR } from './clustering.thresholds.js';
import { dotAt } from '../search/embedding.matrix.js';

export interface PhotographedFace {
  /** Of unit length, where likenesses are measured. */
  row: Float32Array;
  /** 0..1 */
  quality: number;
}

/** The pairs of different people of one photo: the step of their likeness, and how much each counts, in `WEIGHT_UNITS`. */
export interface StrangerPairs {
  steps: Uint16Array;
  weights: Uint8Array;
}

const STEPS = 4_000;
/** A pair of two perfect faces counts as many. */
const WEIGHT_UNITS = 100;

export class StrangerHistogram {
  private readonly weights = new Float64Array(STEPS + 1);
  private total = 0;

  /** @param sign -1 takes away what was added */
  add({ steps, weights }: StrangerPairs, sign: 1 | -1 = 1): void {
    steps.forEach((step, pair) => {
      const weight = sign * (weights[pair] ?? 0);
      this.weights[step] = (this.weights[step] ?? 0) + weight;
      this.total += weight;
    });
  }

  /** Pairs of perfect faces that tell as much. */
  get pairs(): number {
    return this.total / WEIGHT_UNITS;
  }

  /** The likeness that the given share of the pairs does not exceed, to a step; 0 when there is no pair. */
  quantile(share: number): number {
    let left = share * this.total;
    for (let step = 0; step <= STEPS; step++) {
      left -= this.weights[step] ?? 0;
      if (left <= 0 && (this.weights[step] ?? 0) > 0) return likenessOf(step);
    }
    return 0;
  }
}

/**
 * What one photo tells. Of somebody who is in it several times (a strip, a mirror) the best face counts, and of a crowd the best
 * `PAIRS_PER_PHOTO_FACES`. Each counts once, in all of its pairs together, and as far as it is clear: a photo of sixteen people
 * has 120 pairs, but tells no more than eight photos of two.
 * @param faces in an order that does not depend on how they came: it breaks ties
 */
export function strangersIn(faces: readonly PhotographedFace[]): StrangerPairs {
  const good = faces.filter(({ quality }) => quality >= QUALITY_BAR);
  good.sort((a, b) => b.quality - a.quality);
  const firsts = repeatsAmong(good.map(({ row }) => row));
  const people = good.filter((_, place) => firsts[place] === place).slice(0, PAIRS_PER_PHOTO_FACES);
  const pairs = people.flatMap((a, place) => people.slice(place + 1).map((b) => [a, b] as const));
  const share = 1 / (people.length - 1);
  return strangerPairs(
    pairs.map(([a, b]) => ({
      likeness: dotAt(a.row, 0, b.row, 0, a.row.length),
      weight: share * Math.min(1, a.quality, b.quality),
    })),
  );
}

/** @param pairs with weights 0..1 */
export function strangerPairs(pairs: readonly { likeness: number; weight: number }[]): StrangerPairs {
  return {
    steps: Uint16Array.from(pairs, ({ likeness }) => stepOf(likeness)),
    weights: Uint8Array.from(pairs, ({ weight }) => Math.round(WEIGHT_UNITS * weight)),
  };
}

function stepOf(likeness: number): number {
  return Math.round(((Math.min(1, Math.max(-1, likeness)) + 1) / 2) * STEPS);
}

function likenessOf(step: number): number {
  return (step / STEPS) * 2 - 1;
}
