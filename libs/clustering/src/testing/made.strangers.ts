/** @module Strangers of an event that was made up for a test. */
import { StrangerHistogram, strangerPairs } from '../measure/stranger.histogram.js';

/** Each pair counts as one of perfect faces. */
export function strangersOf(likenesses: Iterable<number>): StrangerHistogram {
  const histogram = new StrangerHistogram();
  histogram.add(strangerPairs(Array.from(likenesses, (likeness) => ({ likeness, weight: 1 }))));
  return histogram;
}
