/** @module Photo in, faces out: first look, second look, landmarks, and the decision. */
import { lookAgain } from './face.second-look.js';
import { findCandidates } from './face.candidates.js';
import { findLandmarks } from './face.landmarks.js';
import type { FaceLandmarks } from './face.landmarks.js';
import { suppressOverlaps, type ScoredBox } from './box.suppress.js';
import type { ImagePyramid } from './image.pyramid.js';
import type { OnnxModel } from './onnx.model.js';
import { DISAGREEMENT_PIVOT, DISAGREEMENT_WEIGHT, FACE_SCORE } from './vision.thresholds.js';

export interface FoundFace extends ScoredBox {
  landmarks: FaceLandmarks;
}

/** @returns faces with their score after the second look, best first */
export async function findFaces(detector: OnnxModel, network: OnnxModel, photo: ImagePyramid): Promise<FoundFace[]> {
  const seenTwice: ScoredBox[] = [];
  for (const candidate of await findCandidates(detector, photo)) {
    const again = await lookAgain(detector, photo, candidate);
    if (again !== undefined) seenTwice.push(again);
  }
  const faces: FoundFace[] = [];
  // The second look may have moved two candidates onto one face.
  for (const { box, score } of suppressOverlaps(seenTwice)) {
    const landmarks = await findLandmarks(network, photo, box);
    const certainty = faceScore(score, landmarks.disagreement);
    if (certainty >= FACE_SCORE) faces.push({ box, score: certainty, landmarks });
  }
  return faces.sort((a, b) => b.score - a.score);
}

/**
 * One number from both judges, in logits: the detector's mean score, less the disagreement of the landmark views.
 * The detector's certainty can outweigh a profile, on which landmarks waver; not a bottle cap, on which both do.
 */
export function faceScore(detectorScore: number, disagreement: number): number {
  const bounded = Math.min(Math.max(detectorScore, 1e-4), 1 - 1e-4);
  const logit = Math.log(bounded / (1 - bounded)) - DISAGREEMENT_WEIGHT * (disagreement - DISAGREEMENT_PIVOT);
  return 1 / (1 + Math.exp(-logit));
}
