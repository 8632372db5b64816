/** @module Second look: the detector sees each candidate again, alone, at the sizes it knows best. */
import type { Box } from '@visage/contracts/geometry.contract';
import { boxToSource } from '../image/affine.matrix.js';
import { iou, resizeBox } from './box.geometry.js';
import { meanBox, type ScoredBox } from './box.suppress.js';
import { detectInWindow } from './face.detector.js';
import type { PhotoView } from '../image/image.pyramid.js';
import type { Network } from '../network/onnx.model.js';
import { LOOK_DETAIL, LOOK_FLOOR, SAME_FACE_IOU, SECOND_LOOKS } from './face.thresholds.js';

/**
 * A real face is found again at every size and mirrored; a pattern that merely resembled one is not.
 *
 * @returns mean score over the looks (a look that misses counts 0) and the mean box, or nothing as soon as the mean
 * can no longer reach `LOOK_FLOOR`
 */
export async function lookAgain(
  detector: Network,
  photo: PhotoView,
  candidate: ScoredBox,
): Promise<ScoredBox | undefined> {
  const seen: ScoredBox[] = [candidate];
  let missing = 0;
  for (const look of SECOND_LOOKS) {
    const best = await seeAt(detector, photo, candidate.box, look);
    missing += 1 - (best?.score ?? 0);
    if (1 - missing / SECOND_LOOKS.length < LOOK_FLOOR) return undefined;
    if (best !== undefined) seen.push(best);
  }
  return { box: meanBox(seen), score: 1 - missing / SECOND_LOOKS.length };
}

/** The best detection of the same face when its longer side is `facePixels` in the network's input. */
async function seeAt(
  detector: Network,
  photo: PhotoView,
  face: Box,
  look: (typeof SECOND_LOOKS)[number],
): Promise<ScoredBox | undefined> {
  const { width, height } = detector.model.input;
  const step = Math.max(face[2], face[3]) / look.facePixels;
  const window = resizeBox(face, width * step, height * step);
  const pixels = await photo.sample(boxToSource(window, width, height), width, height, LOOK_DETAIL);
  let best: ScoredBox | undefined;
  for (const seen of await detectInWindow(detector, pixels, window, 0.1, look.mirrored)) {
    if (iou(seen.box, face) >= SAME_FACE_IOU && (best === undefined || seen.score > best.score)) best = seen;
  }
  return best;
}
