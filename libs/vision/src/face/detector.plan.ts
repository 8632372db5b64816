/** @module Where the detector looks: a bounded number of windows over a pyramid of the photo. */
import type { Box } from '@visage/contracts/geometry.contract';
import { FINEST_STEP, LEVEL_RATIO, WINDOW_OVERLAP } from './face.thresholds.js';

/** A window of one level; the network sees it at its own input size. */
export interface DetectorWindow {
  /** Pixels of the upright image; may reach beyond it. */
  box: Box;
  /** Pixels of the image per pixel of the network's input. */
  step: number;
}

/**
 * The finest level shows the photo with its longest side at `longSide`, enlarging small photos at most
 * `1 / FINEST_STEP` times; each further level is `LEVEL_RATIO` coarser. The last but one shows the whole photo in one
 * window, and the last shows it once more from further away, for faces that fill the frame.
 */
export function planWindows(
  size: { width: number; height: number },
  input: { width: number; height: number },
  longSide: number,
): DetectorWindow[] {
  const whole = Math.max(size.width / input.width, size.height / input.height);
  const windows: DetectorWindow[] = [];
  const finest = Math.max(FINEST_STEP, Math.max(size.width, size.height) / longSide);
  for (let step = finest; step < whole / 1.1; step *= LEVEL_RATIO) windows.push(...tile(size, input, step));
  for (const step of [whole, whole * LEVEL_RATIO]) {
    const width = input.width * step;
    const height = input.height * step;
    windows.push({ box: [(size.width - width) / 2, (size.height - height) / 2, width, height], step });
  }
  return windows;
}

function tile(
  size: { width: number; height: number },
  input: { width: number; height: number },
  step: number,
): DetectorWindow[] {
  const windows: DetectorWindow[] = [];
  for (const y of starts(size.height, input.height * step, WINDOW_OVERLAP * step)) {
    for (const x of starts(size.width, input.width * step, WINDOW_OVERLAP * step)) {
      windows.push({ box: [x, y, input.width * step, input.height * step], step });
    }
  }
  return windows;
}

/** Evenly spread starts of windows of `length` that cover `extent` and overlap by at least `overlap`. */
function starts(extent: number, length: number, overlap: number): number[] {
  if (extent <= length) return [(extent - length) / 2];
  const count = Math.ceil((extent - overlap) / (length - overlap));
  return Array.from({ length: count }, (_, i) => (i * (extent - length)) / (count - 1));
}
