/** @module The shape of a photo in a grid. */

const UNKNOWN_RATIO = 1.5;
/** Beyond these limits, a panorama or a tall strip would push everything else out of its row. */
const MIN_RATIO = 0.5;
const MAX_RATIO = 2.4;

export interface PhotoSize {
  readonly width: number | null;
  readonly height: number | null;
}

/** Width by height of the upright photo; 3:2, as cameras shoot, until it is known. */
export function ratioOf({ width, height }: PhotoSize): number {
  return width && height ? width / height : UNKNOWN_RATIO;
}

export function tileRatioOf(size: PhotoSize): number {
  return Math.min(MAX_RATIO, Math.max(MIN_RATIO, ratioOf(size)));
}
