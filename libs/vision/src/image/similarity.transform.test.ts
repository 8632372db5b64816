import { describe, expect, it } from 'vitest';
import type { Point } from '@visage/contracts/geometry.contract';
import { applyAffine, invertAffine, type Affine } from './affine.matrix.js';
import { fitSimilarity } from './similarity.transform.js';

const POINTS: Point[] = [
  [10, 12],
  [40, 11],
  [26, 30],
  [13, 44],
  [37, 45],
];

/** Turned by `angle`, enlarged by `scale`, shifted. */
function similarity(angle: number, scale: number, tx: number, ty: number): Affine {
  const a = scale * Math.cos(angle);
  const c = scale * Math.sin(angle);
  return { a, b: -c, tx, c, d: a, ty };
}

describe('fitting a similarity', () => {
  it.each([
    [0, 1, 0, 0],
    [0.4, 2.5, -30, 7],
    [-2.9, 0.2, 500, 900],
    [Math.PI, 1, 112, 112],
  ])('finds a turn of %f, a scale of %f and a shift exactly', (angle, scale, tx, ty) => {
    const truth = similarity(angle, scale, tx, ty);
    const found = fitSimilarity(
      POINTS,
      POINTS.map((point) => applyAffine(truth, point)),
    );
    for (const key of ['a', 'b', 'tx', 'c', 'd', 'ty'] as const)
      expect(found[key]).toBeCloseTo(truth[key], 9);
  });

  it('never mirrors a face, however its points lie', () => {
    const found = fitSimilarity(
      POINTS,
      POINTS.map(([x, y]): Point => [-x, y]),
    );
    expect(found.a * found.d - found.b * found.c).toBeGreaterThan(0);
  });

  it('leaves no better solution nearby when the points do not fit', () => {
    const target: Point[] = [
      [9, 14],
      [43, 10],
      [25, 33],
      [10, 40],
      [40, 47],
    ];
    const error = (m: Affine): number =>
      POINTS.reduce((sum, point, i) => {
        const [x, y] = applyAffine(m, point);
        const [tx, ty] = target[i] ?? [0, 0];
        return sum + (x - tx) ** 2 + (y - ty) ** 2;
      }, 0);
    const best = fitSimilarity(POINTS, target);
    for (const step of [1e-3, -1e-3]) {
      expect(error(best)).toBeLessThan(error({ ...best, tx: best.tx + step }));
      expect(error(best)).toBeLessThan(error({ ...best, ty: best.ty + step }));
      expect(error(best)).toBeLessThan(error({ ...best, a: best.a + step, d: best.d + step }));
      expect(error(best)).toBeLessThan(error({ ...best, b: best.b - step, c: best.c + step }));
    }
  });

  it('refuses points that all coincide instead of answering with NaN', () => {
    expect(() =>
      fitSimilarity(
        [
          [3, 3],
          [3, 3],
        ],
        [
          [1, 1],
          [2, 2],
        ],
      ),
    ).toThrow(/coincide/);
  });
});

describe('inverting a map', () => {
  it('leads back to where it started', () => {
    const map = similarity(0.7, 3, 12, -8);
    const [x, y] = applyAffine(invertAffine(map), applyAffine(map, [5, 6]));
    expect(x).toBeCloseTo(5, 9);
    expect(y).toBeCloseTo(6, 9);
  });

  it('refuses a map that flattens the picture', () => {
    expect(() => invertAffine({ a: 0, b: 0, tx: 1, c: 0, d: 0, ty: 1 })).toThrow(RangeError);
  });
});
