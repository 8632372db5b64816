/** @module 2x3 affine matrices: where a pixel of one picture lies in another. */
import type { Box, Point } from '@visage/contracts/geometry.contract';

/** Maps `(x, y)` to `(a x + b y + tx, c x + d y + ty)`. */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly c: number;
  readonly d: number;
  readonly ty: number;
}

export function applyAffine(m: Affine, [x, y]: Point): Point {
  return [m.a * x + m.b * y + m.tx, m.c * x + m.d * y + m.ty];
}

/** @throws RangeError when the matrix collapses the plane and so has no inverse. */
export function invertAffine(m: Affine): Affine {
  const determinant = m.a * m.d - m.b * m.c;
  if (!Number.isFinite(determinant) || Math.abs(determinant) < 1e-12) {
    throw new RangeError('The transform cannot be inverted.');
  }
  const a = m.d / determinant;
  const b = -m.b / determinant;
  const c = -m.c / determinant;
  const d = m.a / determinant;
  return { a, b, tx: -(a * m.tx + b * m.ty), c, d, ty: -(c * m.tx + d * m.ty) };
}

/** From pixel coordinates of a `width` x `height` output to the box of the source that it shows. */
export function boxToSource([x, y, w, h]: Box, width: number, height: number): Affine {
  return { a: w / width, b: 0, tx: x, c: 0, d: h / height, ty: y };
}
