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

/** The map that applies `first`, then `then`. */
export function composeAffine(then: Affine, first: Affine): Affine {
  const [tx, ty] = applyAffine(then, [first.tx, first.ty]);
  return {
    a: then.a * first.a + then.b * first.c,
    b: then.a * first.b + then.b * first.d,
    tx,
    c: then.c * first.a + then.d * first.c,
    d: then.c * first.b + then.d * first.d,
    ty,
  };
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

/** Maps pixel coordinates of a `width` x `height` output to the box of the source that it shows. */
export function boxToSource([x, y, w, h]: Box, width: number, height: number): Affine {
  return { a: w / width, b: 0, tx: x, c: 0, d: h / height, ty: y };
}
