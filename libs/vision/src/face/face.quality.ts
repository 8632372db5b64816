/** @module How useful a face is for telling people apart, as one number. */
import type { Box, Landmarks } from '@visage/contracts/geometry.contract';
import { QUALITY_EXPOSURE, QUALITY_POSE, QUALITY_SHARPNESS, QUALITY_SIDE } from './face.thresholds.js';

/** Each aspect from 0 (useless) to 1 (as good as it gets). */
export interface FaceQuality {
  size: number;
  sharpness: number;
  pose: number;
  exposure: number;
}

/**
 * @param box of the face in pixels of the photo, which says how many real pixels the face has
 * @param aligned interleaved RGB of the aligned face, square
 */
export function judgeQuality(box: Box, landmarks: Landmarks, aligned: Uint8Array): FaceQuality {
  const grey = luma(aligned);
  const side = Math.round(Math.sqrt(grey.length));
  return {
    size: ramp(Math.sqrt(box[2] * box[3]), QUALITY_SIDE.none, QUALITY_SIDE.full),
    sharpness: ramp(Math.log2(1 + detail(grey, side)), QUALITY_SHARPNESS.none, QUALITY_SHARPNESS.full),
    pose: ramp(turn(landmarks), QUALITY_POSE.none, QUALITY_POSE.full),
    exposure: exposure(grey),
  };
}

/** Geometric mean: a face that is hopeless in one respect is hopeless. 0..1. */
export function overallQuality(quality: FaceQuality): number {
  return (quality.size * quality.sharpness * quality.pose * quality.exposure) ** 0.25;
}

/** 0 at `none`, 1 at `full`, straight between; `none` may be the larger. */
function ramp(value: number, none: number, full: number): number {
  return Math.min(1, Math.max(0, (value - none) / (full - none)));
}

/**
 * How far the face is turned to the side: the distance of the nose tip from the line between the midpoints of the eyes
 * and of the mouth, in eye distances of a frontal face of the same height. 0 is frontal.
 */
function turn([left, right, nose, mouthLeft, mouthRight]: Landmarks): number {
  const eyes = [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2] as const;
  const mouth = [(mouthLeft[0] + mouthRight[0]) / 2, (mouthLeft[1] + mouthRight[1]) / 2] as const;
  const dx = mouth[0] - eyes[0];
  const dy = mouth[1] - eyes[1];
  const length = Math.hypot(dx, dy);
  if (length < 1e-6) return Infinity;
  return Math.abs(dx * (nose[1] - eyes[1]) - dy * (nose[0] - eyes[0])) / (length * length);
}

/** Variance of the Laplacian in the middle of the face, relative to its contrast. */
function detail(grey: Float32Array, side: number): number {
  const from = Math.round(side * 0.2);
  const to = Math.round(side * 0.85);
  let sum = 0;
  let squares = 0;
  let light = 0;
  let lightSquares = 0;
  let count = 0;
  for (let y = from; y < to; y += 1) {
    for (let x = from; x < to; x += 1) {
      const i = y * side + x;
      const here = grey[i] ?? 0;
      const edge =
        4 * here - (grey[i - 1] ?? 0) - (grey[i + 1] ?? 0) - (grey[i - side] ?? 0) - (grey[i + side] ?? 0);
      sum += edge;
      squares += edge * edge;
      light += here;
      lightSquares += here * here;
      count += 1;
    }
  }
  const contrast = lightSquares / count - (light / count) ** 2;
  return contrast < 1 ? 0 : ((squares / count - (sum / count) ** 2) / contrast) * 1000;
}

/** @param rgb interleaved. @returns 0 (black) to 255 */
export function meanLuma(rgb: Uint8Array): number {
  return meanOf(luma(rgb));
}

function meanOf(grey: Float32Array): number {
  return grey.reduce((sum, value) => sum + value, 0) / grey.length;
}

/** Falls where the face is nearly black, nearly white or flat. */
function exposure(grey: Float32Array): number {
  const mean = meanOf(grey);
  const squares = grey.reduce((sum, value) => sum + value * value, 0);
  const deviation = Math.sqrt(Math.max(0, squares / grey.length - mean * mean));
  const { dark, bright, contrast } = QUALITY_EXPOSURE;
  return (
    ramp(mean, dark.none, dark.full) *
    ramp(mean, bright.none, bright.full) *
    ramp(deviation, contrast.none, contrast.full)
  );
}

function luma(rgb: Uint8Array): Float32Array {
  const grey = new Float32Array(rgb.length / 3);
  for (let i = 0; i < grey.length; i += 1) {
    grey[i] = 0.299 * (rgb[i * 3] ?? 0) + 0.587 * (rgb[i * 3 + 1] ?? 0) + 0.114 * (rgb[i * 3 + 2] ?? 0);
  }
  return grey;
}
