/** @module Least-squares similarity between two sets of points (Umeyama, PAMI 1991). */
import type { Point } from '@visage/contracts/geometry.contract';
import type { Affine } from './affine.matrix.js';

/**
 * Rotation, uniform scale and shift (never a reflection) that bring `from` closest to `to` in the sum of squares. In
 * the plane, Umeyama's singular value decomposition has this closed form.
 *
 * @throws RangeError when the points of `from` all coincide.
 */
export function fitSimilarity(from: readonly Point[], to: readonly Point[]): Affine {
  if (from.length !== to.length || from.length < 2)
    throw new RangeError('Two lists of at least two points are needed.');
  const [fx, fy] = centre(from);
  const [gx, gy] = centre(to);
  let spread = 0;
  let dot = 0;
  let cross = 0;
  from.forEach(([px, py], i) => {
    const [qx, qy] = to[i] ?? [0, 0];
    const x = px - fx;
    const y = py - fy;
    spread += x * x + y * y;
    dot += x * (qx - gx) + y * (qy - gy);
    cross += x * (qy - gy) - y * (qx - gx);
  });
  if (!(spread > 1e-9)) throw new RangeError('The points coincide.');
  const a = dot / spread;
  const c = cross / spread;
  return { a, b: -c, tx: gx - (a * fx - c * fy), c, d: a, ty: gy - (c * fx + a * fy) };
}

function centre(points: readonly Point[]): Point {
  let x = 0;
  let y = 0;
  for (const point of points) {
    x += point[0];
    y += point[1];
  }
  return [x / points.length, y / points.length];
}
