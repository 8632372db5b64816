/** @module Which of a selfie's faces is searched for: the only one, or the one that the guest chose. */
import type { Box } from '@visage/contracts/geometry.contract';
import type { SelfieFace } from '@visage/contracts/selfie.contract';
import { iou } from '@visage/vision/face/box.geometry';
import { ProblemError } from '../http/problem.error.js';
import { CHOSEN_FACE_IOU } from './selfie.settings.js';

/**
 * @param faces at least one
 * @param chosen the box that the guest chose, in fractions of the picture
 * @returns `several` where the guest has to be asked
 * @throws ProblemError 422 when there is no face where one was chosen.
 */
export function faceOf(faces: readonly SelfieFace[], chosen: Box | undefined): SelfieFace | 'several' {
  const [first] = faces;
  if (!chosen) return first && faces.length === 1 ? first : 'several';
  const [nearest] = faces.toSorted((a, b) => iou(b.box, chosen) - iou(a.box, chosen));
  if (nearest && iou(nearest.box, chosen) >= CHOSEN_FACE_IOU) return nearest;
  throw new ProblemError(
    422,
    'no-such-face',
    'There is no face where you chose one. Send the picture without a choice, then choose one of the faces that are answered.',
  );
}
