/** @module First look: every place in the photo that might be a face. */
import type { Box } from '@visage/contracts/geometry.contract';
import { boxToSource } from '../image/affine.matrix.js';
import { suppressOverlaps, type ScoredBox } from './box.suppress.js';
import { planWindows, type DetectorWindow } from './detector.plan.js';
import { detectInWindow } from './face.detector.js';
import type { PhotoView } from '../image/image.pyramid.js';
import { samplePatch } from '../image/image.sample.js';
import type { Network } from '../network/onnx.model.js';
import type { RgbImage } from '../image/rgb.image.js';
import { CANDIDATE_SCORE, MAX_CANDIDATES, MIN_FACE_SIDE } from './face.thresholds.js';

/**
 * @param longSide of the photo at the finest level, see `planWindows`
 * @returns boxes in pixels of `photo`, best first, one per place
 */
export async function findCandidates(
  detector: Network,
  photo: PhotoView,
  longSide: number,
): Promise<ScoredBox[]> {
  const { width, height } = detector.model.input;
  const found: ScoredBox[] = [];
  let level: RgbImage | undefined;
  let levelStep = 0;
  for (const window of planWindows(photo, { width, height }, longSide)) {
    if (level === undefined || window.step !== levelStep) {
      levelStep = window.step;
      level = await photo.shrunk(Math.max(1, levelStep));
    }
    const { pixels, box } = windowIn(level, photo, window, width, height);
    for (const seen of await detectInWindow(detector, pixels, box, CANDIDATE_SCORE)) {
      if (Math.min(seen.box[2], seen.box[3]) >= MIN_FACE_SIDE && !isCut(seen.box, window, photo))
        found.push(seen);
    }
  }
  // Half of a large face, seen in a window that cuts it, may score as high as the whole; the second look tells them
  // apart.
  return suppressOverlaps(found, 'keep').slice(0, MAX_CANDIDATES);
}

/** What the window shows, and exactly where: a level has the network's scale, so its pixels are used unchanged. */
function windowIn(
  level: RgbImage,
  photo: PhotoView,
  window: DetectorWindow,
  width: number,
  height: number,
): { pixels: Uint8Array; box: Box } {
  const sx = level.width / photo.width;
  const sy = level.height / photo.height;
  const [x, y, w, h] = window.box;
  if (window.step < 1) {
    const pixels = samplePatch(
      level,
      boxToSource([x * sx, y * sy, w * sx, h * sy], width, height),
      width,
      height,
    );
    return { pixels, box: window.box };
  }
  const left = Math.round(x * sx);
  const top = Math.round(y * sy);
  const pixels = samplePatch(level, boxToSource([left, top, width, height], width, height), width, height);
  return { pixels, box: [left / sx, top / sy, width / sx, height / sy] };
}

/** A face cut by the border of a window (not of the photo) is seen whole in the next window. */
function isCut([x, y, w, h]: Box, window: DetectorWindow, photo: PhotoView): boolean {
  const [left, top, width, height] = window.box;
  const margin = window.step;
  return (
    (x < left + margin && left > 0) ||
    (y < top + margin && top > 0) ||
    (x + w > left + width - margin && left + width < photo.width) ||
    (y + h > top + height - margin && top + height < photo.height)
  );
}
