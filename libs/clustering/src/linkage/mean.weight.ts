/** @module Weight of a group's average similarities: what changes from photo to photo makes its mean shorter. */
import { MEAN_LENGTH_POWER, SHORTEST_MEAN } from '../measure/clustering.thresholds.js';

/**
 * The length of the mean of `faces` vectors, whose sum is `dimensions` floats at `from`, to the power of
 * `-MEAN_LENGTH_POWER`; 1 for a single face.
 */
export function meanWeight(sums: Float32Array, from: number, dimensions: number, faces: number): number {
  if (faces === 1) return 1;
  let squared = 0;
  for (let k = from; k < from + dimensions; k++) squared += (sums[k] as number) * (sums[k] as number);
  return Math.max(Math.sqrt(squared) / faces, SHORTEST_MEAN) ** -MEAN_LENGTH_POWER;
}
