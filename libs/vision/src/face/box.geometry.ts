/** @module Overlap of boxes. */
import type { Box } from '@visage/contracts/geometry.contract';

export function overlapArea(a: Box, b: Box): number {
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Intersection over union, 0..1. */
export function iou(a: Box, b: Box): number {
  const shared = overlapArea(a, b);
  return shared === 0 ? 0 : shared / (a[2] * a[3] + b[2] * b[3] - shared);
}

/** Share of the smaller box that lies inside the other, 0..1. */
export function containment(a: Box, b: Box): number {
  const smaller = Math.min(a[2] * a[3], b[2] * b[3]);
  return smaller > 0 ? overlapArea(a, b) / smaller : 0;
}

/** A box of another size with the same centre. */
export function resizeBox([x, y, w, h]: Box, width: number, height: number): Box {
  return [x + (w - width) / 2, y + (h - height) / 2, width, height];
}
