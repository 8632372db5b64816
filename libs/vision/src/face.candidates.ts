/** @module First look: every place in the photo that may be a face. */
import type { Box } from '@visage/contracts/geometry.contract';
import { boxToSource } from './affine.matrix.js';
import { suppressOverlaps, type ScoredBox } from './box.suppress.js';
import { planWindows, type DetectorWindow } from './detector.plan.js';
import { detectInWindow } from './face.detector.js';
import { samplePatch } from './image.sample.js';
import { shrinkImage } from './image.shrink.js';
import type { OnnxModel } from './onnx.model.js';
import type { RgbImage } from './rgb.image.js';
import { CANDIDATE_SCORE, MAX_CANDIDATES, MIN_FACE_SIDE } from './vision.thresholds.js';

/** @returns boxes in pixels of `photo`, best first, one per place */
export async function findCandidates(detector: OnnxModel, photo: RgbImage): Promise<ScoredBox[]> {
  const { width, height } = detector.model.input;
  const found: ScoredBox[] = [];
  let level = photo;
  let levelStep = 1;
  for (const window of planWindows(photo, { width, height })) {
    // Each level is shrunk from the one before, so that all of them together cost little more than the first.
    if (window.step > levelStep) {
      levelStep = window.step;
      level = shrinkTo(level, photo.width / levelStep, photo.height / levelStep);
    }
    const sx = level.width / photo.width;
    const sy = level.height / photo.height;
    const [x, y, w, h] = window.box;
    const pixels = samplePatch(level, boxToSource([x * sx, y * sy, w * sx, h * sy], width, height), width, height);
    for (const seen of await detectInWindow(detector, pixels, window.box, CANDIDATE_SCORE)) {
      if (Math.min(seen.box[2], seen.box[3]) >= MIN_FACE_SIDE && !isCut(seen.box, window, photo)) found.push(seen);
    }
  }
  // Half of a large face, seen in a window that cuts it, may score as high as the whole: the second look tells them apart.
  return suppressOverlaps(found, 'keep').slice(0, MAX_CANDIDATES);
}

function shrinkTo(image: RgbImage, width: number, height: number): RgbImage {
  const side = (length: number, most: number): number => Math.max(1, Math.min(most, Math.round(length)));
  return shrinkImage(image, side(width, image.width), side(height, image.height));
}

/** A face cut by the border of a window (not of the photo) is seen whole in the next window. */
function isCut([x, y, w, h]: Box, window: DetectorWindow, photo: RgbImage): boolean {
  const [left, top, width, height] = window.box;
  const margin = window.step;
  return (
    (x < left + margin && left > 0) ||
    (y < top + margin && top > 0) ||
    (x + w > left + width - margin && left + width < photo.width) ||
    (y + h > top + height - margin && top + height < photo.height)
  );
}
