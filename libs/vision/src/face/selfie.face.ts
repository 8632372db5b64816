/** @module Which faces of a selfie may be whoever took it, and what speaks against searching for one. */
import type { AnalysedFace } from '@visage/contracts/photo-analysis.contract';
import type { SelfieFault } from '@visage/contracts/selfie.contract';
import { judgeQuality, meanLuma } from './face.quality.js';
import type { RgbImage } from '../image/rgb.image.js';
import { FIT_ASPECT, MOST_SELFIE_FACES, NEAR_SIDE, PICTURE_LUMA } from './face.thresholds.js';

/** The largest face, discounted by its distance from the middle: friends lean in, strangers are at the border. */
export function mainFace(
  faces: readonly AnalysedFace[],
  width: number,
  height: number,
): AnalysedFace | undefined {
  return likeliestFirst(faces, width, height)[0];
}

/**
 * The main face, and whoever is near the camera with it and fit to be searched for; strangers in the background are neither.
 *
 * @param width of the picture, in the unit of the boxes
 */
export function selfieFaces(
  faces: readonly AnalysedFace[],
  width: number,
  height: number,
): (AnalysedFace & { fault: SelfieFault | null })[] {
  const judged = likeliestFirst(faces, width, height).map((face) => ({ ...face, fault: faultOf(face) }));
  const [main] = judged;
  return judged
    .filter((face) => face === main || (face.fault === null && side(face) >= NEAR_SIDE * side(main ?? face)))
    .slice(0, MOST_SELFIE_FACES);
}

/** Null for a face that can be told from others. */
export function faultOf({ box, landmarks, aligned }: AnalysedFace): SelfieFault | null {
  const { size, sharpness, pose, exposure } = judgeQuality(box, landmarks, aligned);
  const faults: readonly [number, SelfieFault][] = [
    [size / FIT_ASPECT.size, 'too-small'],
    [exposure / FIT_ASPECT.exposure, meanLuma(aligned) < 128 ? 'too-dark' : 'too-bright'],
    [pose / FIT_ASPECT.pose, 'turned-away'],
    [sharpness / FIT_ASPECT.sharpness, 'blurred'],
  ];
  const [[fitness, fault] = [1, null]] = faults.toSorted(([a], [b]) => a - b);
  return fitness < 1 ? fault : null;
}

/** Why there may be no face in a picture, as far as its light says so. */
export function lightFault({ data }: RgbImage): SelfieFault | null {
  const luma = meanLuma(data);
  if (luma < PICTURE_LUMA.dark) return 'too-dark';
  return luma > PICTURE_LUMA.bright ? 'too-bright' : null;
}

function likeliestFirst(faces: readonly AnalysedFace[], width: number, height: number): AnalysedFace[] {
  const weight = ({ box: [x, y, w, h] }: AnalysedFace): number => {
    const dx = (x + w / 2) / width - 0.5;
    const dy = (y + h / 2) / height - 0.5;
    return w * h * (1 - Math.min(1, Math.hypot(dx, dy)));
  };
  return faces.toSorted((a, b) => weight(b) - weight(a));
}

function side({ box: [, , w, h] }: AnalysedFace): number {
  return Math.sqrt(w * h);
}
