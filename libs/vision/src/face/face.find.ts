/** @module Photo in, faces out: first look, second look, landmarks, and the decision. */
import type { Box, Landmarks, Point } from '@visage/contracts/geometry.contract';
import { lookAgain } from './face.second-look.js';
import { findCandidates } from './face.candidates.js';
import { findLandmarks } from './face.landmarks.js';
import type { FaceLandmarks } from './face.landmarks.js';
import { containment, iou } from './box.geometry.js';
import { suppressOverlaps, type ScoredBox } from './box.suppress.js';
import type { ImagePyramid, PhotoView } from '../image/image.pyramid.js';
import { TurnedPhoto, type Quarters } from '../image/image.turned.js';
import type { Network } from '../network/onnx.model.js';
import {
  DETECTION_LONG_SIDE,
  DISAGREEMENT_PIVOT,
  DISAGREEMENT_WEIGHT,
  FACE_SCORE,
  PART_CONTAINMENT,
  SAME_FACE_IOU,
  UPRIGHT_SCORE,
  TURNED_FACE_SCORE,
  TURNED_LONG_SIDE,
} from './face.thresholds.js';

export interface FoundFace extends ScoredBox {
  landmarks: FaceLandmarks;
}

const TURNS: readonly Quarters[] = [1, 2, 3];

/** @returns faces with their score after the second look, best first */
export async function findFaces(
  detector: Network,
  network: Network,
  photo: ImagePyramid,
): Promise<FoundFace[]> {
  const faces = await findUpright(detector, network, photo, DETECTION_LONG_SIDE, FACE_SCORE);
  const longSide = faces.length > 0 ? TURNED_LONG_SIDE.somebody : TURNED_LONG_SIDE.nobody;
  for (const quarters of TURNS) {
    const turned = new TurnedPhoto(photo, quarters);
    const known = faces.filter(isUpright).map(({ box }) => turned.boxInTurned(box));
    const lying = await findUpright(detector, network, turned, longSide, TURNED_FACE_SCORE, known);
    faces.push(...lying.map((face) => inPhoto(face, turned)));
  }
  return bestOfEachPlace(faces);
}

async function findUpright(
  detector: Network,
  network: Network,
  photo: PhotoView,
  longSide: number,
  bar: number,
  known: readonly Box[] = [],
): Promise<FoundFace[]> {
  const seenTwice: ScoredBox[] = [];
  for (const candidate of await findCandidates(detector, photo, longSide)) {
    if (known.some((box) => isSamePlace(box, candidate.box))) continue;
    const again = await lookAgain(detector, photo, candidate);
    if (again !== undefined) seenTwice.push(again);
  }
  const faces: FoundFace[] = [];
  // The second look may have moved two candidates onto the same face.
  for (const { box, score } of suppressOverlaps(seenTwice)) {
    const landmarks = await findLandmarks(network, photo, box);
    const certainty = faceScore(score, landmarks.disagreement);
    if (certainty >= bar) faces.push({ box, score: certainty, landmarks });
  }
  return faces;
}

function inPhoto({ box, score, landmarks }: FoundFace, turned: TurnedPhoto): FoundFace {
  const [left, right, nose, mouthLeft, mouthRight] = landmarks.five;
  const at = (point: Point): Point => turned.pointInPhoto(point);
  const five: Landmarks = [at(left), at(right), at(nose), at(mouthLeft), at(mouthRight)];
  return {
    box: turned.boxInPhoto(box),
    score,
    landmarks: { ...landmarks, five, points: landmarks.points.map(at) },
  };
}

/** A tilted face may have been seen from two sides; the side on whose landmarks the views agree scores higher. */
function bestOfEachPlace(faces: readonly FoundFace[]): FoundFace[] {
  const kept: FoundFace[] = [];
  for (const face of [...faces].sort((a, b) => b.score - a.score)) {
    if (!kept.some(({ box }) => isSamePlace(box, face.box))) kept.push(face);
  }
  return kept;
}

/** Whether both boxes show the same face, or one of them a part of it. */
function isSamePlace(box: Box, other: Box): boolean {
  return iou(box, other) >= SAME_FACE_IOU || containment(box, other) >= PART_CONTAINMENT;
}

/** Seen from the right side: no turn of the photo would show it better. */
function isUpright({ score, landmarks }: FoundFace): boolean {
  const [left, right] = landmarks.five;
  return score >= UPRIGHT_SCORE && right[0] - left[0] > Math.abs(right[1] - left[1]);
}

/**
 * One number from both judges, in logits: the detector's mean score, less the disagreement of the landmark views. The
 * detector's certainty can outweigh a profile, on which landmarks waver, but not a bottle cap, on which both do.
 */
export function faceScore(detectorScore: number, disagreement: number): number {
  const bounded = Math.min(Math.max(detectorScore, 1e-4), 1 - 1e-4);
  const logit = Math.log(bounded / (1 - bounded)) - DISAGREEMENT_WEIGHT * (disagreement - DISAGREEMENT_PIVOT);
  return 1 / (1 + Math.exp(-logit));
}
