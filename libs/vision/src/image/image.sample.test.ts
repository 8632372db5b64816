import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyAffine, boxToSource, composeAffine, invertAffine, type Affine } from './affine.matrix.js';
import { ImagePyramid } from './image.pyramid.js';
import { samplePatch } from './image.sample.js';
import { shrinkImage } from './image.shrink.js';
import type { RgbImage } from './rgb.image.js';

/** Random-looking colours, the same for the same size. */
function patterned(width: number, height: number): RgbImage {
  let state = width * 31 + height;
  const data = Uint8Array.from({ length: width * height * 3 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
  return { width, height, data };
}

/** Straight from the definition: a grid of bilinear samples over the area of each pixel, black outside. */
function plainPatch(
  { width: w, height: h, data }: RgbImage,
  map: Affine,
  width: number,
  height: number,
): number[] {
  const samples = (step: number): number => Math.max(1, Math.min(8, Math.ceil(step - 0.25)));
  const [across, down] = [samples(Math.hypot(map.a, map.c)), samples(Math.hypot(map.b, map.d))];
  const pixel = (x: number, y: number, channel: number): number =>
    x < 0 || y < 0 || x >= w || y >= h ? 0 : (data[(y * w + x) * 3 + channel] ?? 0);
  const patch: number[] = [];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        let sum = 0;
        for (let j = 0; j < down; j += 1) {
          for (let i = 0; i < across; i += 1) {
            const [sx, sy] = applyAffine(map, [x + (i + 0.5) / across, y + (j + 0.5) / down]);
            const [x0, y0] = [Math.floor(sx - 0.5), Math.floor(sy - 0.5)];
            const [fx, fy] = [sx - 0.5 - x0, sy - 0.5 - y0];
            sum += (1 - fy) * ((1 - fx) * pixel(x0, y0, channel) + fx * pixel(x0 + 1, y0, channel));
            sum += fy * ((1 - fx) * pixel(x0, y0 + 1, channel) + fx * pixel(x0 + 1, y0 + 1, channel));
          }
        }
        patch.push(sum / (across * down));
      }
    }
  }
  return patch;
}

function worst(found: Uint8Array, wanted: readonly number[]): number {
  expect(found).toHaveLength(wanted.length);
  return wanted.reduce((most, value, i) => Math.max(most, Math.abs(value - (found[i] ?? NaN))), 0);
}

const size = fc.integer({ min: 1, max: 14 });
const step = fc.double({ min: 0.2, max: 11, noNaN: true });
const shift = fc.double({ min: -9, max: 12, noNaN: true });

describe('a patch of a picture', () => {
  it('upright is the average by definition, also across the border', () => {
    fc.assert(
      fc.property(size, size, step, step, shift, shift, size, size, (w, h, a, d, tx, ty, width, height) => {
        const map = { a, b: 0, tx, c: 0, d, ty };
        expect(
          worst(
            samplePatch(patterned(w, h), map, width, height),
            plainPatch(patterned(w, h), map, width, height),
          ),
        ).toBeLessThan(0.51);
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  it('is copied unchanged where pixels fall on pixels', () => {
    fc.assert(
      fc.property(
        size,
        size,
        fc.integer({ min: -16, max: 16 }),
        fc.integer({ min: -16, max: 16 }),
        size,
        size,
        (w, h, tx, ty, width, height) => {
          const map = { a: 1, b: 0, tx, c: 0, d: 1, ty };
          expect(
            worst(
              samplePatch(patterned(w, h), map, width, height),
              plainPatch(patterned(w, h), map, width, height),
            ),
          ).toBe(0);
        },
      ),
      { numRuns: 150, seed: 1 },
    );
  });

  it('turned, mirrored or skewed is the average by definition, also across the border', () => {
    const factor = fc.double({ min: -4, max: 4, noNaN: true });
    fc.assert(
      fc.property(
        size,
        size,
        fc.tuple(factor, factor, factor, factor),
        shift,
        shift,
        size,
        size,
        (w, h, [a, b, c, d], tx, ty, width, height) => {
          const map = { a, b, tx, c, d, ty };
          expect(
            worst(
              samplePatch(patterned(w, h), map, width, height),
              plainPatch(patterned(w, h), map, width, height),
            ),
          ).toBeLessThan(0.51);
        },
      ),
      { numRuns: 150, seed: 1 },
    );
  });

  it('turned within the picture is the same average', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -3.1, max: 3.1, noNaN: true }),
        fc.double({ min: 0.3, max: 3.4, noNaN: true }),
        (turn, scale) => {
          const [a, c] = [scale * Math.cos(turn), scale * Math.sin(turn)];
          const map = { a, b: -c, tx: 20 - 4 * (a - c), c, d: a, ty: 21 - 4 * (c + a) };
          expect(
            worst(samplePatch(patterned(40, 42), map, 8, 8), plainPatch(patterned(40, 42), map, 8, 8)),
          ).toBeLessThan(0.51);
        },
      ),
      { numRuns: 80, seed: 1 },
    );
  });

  it.each([
    [{ a: -1, b: 0, tx: 7, c: 0, d: 1, ty: 0 }],
    [{ a: 1, b: 0, tx: 0, c: 0, d: -1, ty: 6 }],
    [{ a: 0, b: 1, tx: 0.5, c: 1, d: 0, ty: 0.5 }],
    [{ a: 1, b: 0.001, tx: 0.5, c: 0, d: 1, ty: 0.5 }],
    [{ a: 1, b: 0, tx: 0.5, c: 0.001, d: 1, ty: 0.5 }],
    [{ a: 0.5, b: 0.5, tx: 0.49, c: -0.5, d: 0.5, ty: 3 }],
  ])('reads nothing outside the picture: %o', (map) => {
    expect(
      worst(samplePatch(patterned(7, 6), map, 5, 5), plainPatch(patterned(7, 6), map, 5, 5)),
    ).toBeLessThan(0.51);
  });
});

describe('shrinking', () => {
  it('is the average of the area that each pixel covers, at every size', () => {
    fc.assert(
      fc.property(size, size, size, size, (w, h, fewer, lower) => {
        const image = patterned(w, h);
        const [width, height] = [Math.max(1, w - fewer), Math.max(1, h - lower)];
        const small = shrinkImage(image, width, height);
        const share = (from: number, to: number, cell: number, of: number, over: number): number =>
          Math.max(0, Math.min((to * over) / of, cell + 1) - Math.max((from * over) / of, cell)) *
          (of / over);
        const wanted: number[] = [];
        for (let y = 0; y < height; y += 1) {
          for (let x = 0; x < width; x += 1) {
            for (let channel = 0; channel < 3; channel += 1) {
              let sum = 0;
              for (let j = 0; j < h; j += 1) {
                for (let i = 0; i < w; i += 1)
                  sum +=
                    share(x, x + 1, i, width, w) *
                    share(y, y + 1, j, height, h) *
                    (image.data[(j * w + i) * 3 + channel] ?? 0);
              }
              wanted.push(sum);
            }
          }
        }
        expect([small.width, small.height]).toEqual([width, height]);
        expect(worst(small.data, wanted)).toBeLessThan(0.51);
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  it('passes on what already has the size, and refuses a side that would grow or vanish', () => {
    const image = patterned(4, 3);
    expect(shrinkImage(image, 4, 3)).toBe(image);
    for (const [width, height] of [
      [5, 3],
      [4, 4],
      [0, 3],
      [4, 0],
    ] as const)
      expect(() => shrinkImage(image, width, height)).toThrow(RangeError);
    expect(shrinkImage(image, 4, 1)).toMatchObject({ width: 4, height: 1 });
  });
});

describe('a photo with its halved copies', () => {
  it('takes a patch from the level just finer, never from a coarser one', async () => {
    const photo = patterned(64, 48);
    const half = shrinkImage(photo, 32, 24);
    const quarter = shrinkImage(half, 16, 12);
    const pyramid = new ImagePyramid(photo);
    const at = (side: number): Affine => boxToSource([3, 5, side, side], 10, 10);
    const scaled = (map: Affine, by: number): Affine => ({
      a: map.a * by,
      b: map.b * by,
      tx: map.tx * by,
      c: map.c * by,
      d: map.d * by,
      ty: map.ty * by,
    });
    expect(await pyramid.sample(at(7), 10, 10)).toEqual(samplePatch(photo, at(7), 10, 10));
    expect(await pyramid.sample(at(19.9), 10, 10)).toEqual(samplePatch(photo, at(19.9), 10, 10));
    expect(await pyramid.sample(at(20), 10, 10)).toEqual(samplePatch(half, scaled(at(20), 0.5), 10, 10));
    expect(await pyramid.sample(at(40), 10, 10)).toEqual(samplePatch(quarter, scaled(at(40), 0.25), 10, 10));
    const flat = boxToSource([0, 0, 60, 15], 10, 10); // 6 pixels across, 1.5 down: the finer direction counts
    expect(await pyramid.sample(flat, 10, 10)).toEqual(samplePatch(photo, flat, 10, 10));
    const turned = { a: 0, b: 4, tx: 2, c: -4, d: 0, ty: 44 };
    expect(await pyramid.sample(turned, 10, 10)).toEqual(samplePatch(quarter, scaled(turned, 0.25), 10, 10));
  });

  it('keeps positions where a side is odd: each level has its own scale', async () => {
    const photo = patterned(65, 47);
    const half = shrinkImage(photo, 32, 23);
    const map = boxToSource([0, 0, 65, 47], 20, 20);
    const wanted = { a: (map.a * 32) / 65, b: 0, tx: 0, c: 0, d: (map.d * 23) / 47, ty: 0 };
    expect(await new ImagePyramid(photo).sample(map, 20, 20)).toEqual(samplePatch(half, wanted, 20, 20));
  });

  it('ends with what cannot be halved', async () => {
    const pyramid = new ImagePyramid(patterned(5, 2));
    expect(await pyramid.sample(boxToSource([0, 0, 500, 500], 1, 1), 1, 1)).toHaveLength(3);
    expect(await pyramid.atLeast(1)).toMatchObject({ width: 2, height: 1 });
    expect(await new ImagePyramid(patterned(1, 1)).shrunk(9)).toMatchObject({ width: 1, height: 1 });
  });

  it('shrinks to the requested step, once for each size', async () => {
    const photo = patterned(64, 48);
    const pyramid = new ImagePyramid(photo);
    expect(await pyramid.shrunk(1)).toBe(photo);
    const third = await pyramid.shrunk(3);
    expect(third).toEqual(shrinkImage(shrinkImage(photo, 32, 24), 21, 16));
    expect(await pyramid.shrunk(3)).toBe(third);
    expect(await pyramid.shrunk(1.5)).toEqual(shrinkImage(photo, 43, 32));
    expect(await pyramid.shrunk(200)).toMatchObject({ width: 1, height: 1 });
  });

  it('gives the smallest level with at least the given pixels on its longer side', async () => {
    const pyramid = new ImagePyramid(patterned(48, 64));
    const sides = async (longSide: number): Promise<number> => (await pyramid.atLeast(longSide)).height;
    expect([
      await sides(64),
      await sides(65),
      await sides(1000),
      await sides(33),
      await sides(32),
      await sides(31),
      await sides(16),
    ]).toEqual([64, 64, 64, 64, 32, 32, 16]);
  });

  it('starts with pixels, or with a photo that can be decoded', () => {
    const [photo, whole] = [
      patterned(4, 4),
      { width: 9, height: 8, decode: () => Promise.resolve(patterned(9, 8)) },
    ];
    expect([
      new ImagePyramid(photo).width,
      new ImagePyramid(photo, whole).width,
      new ImagePyramid(photo, whole).height,
    ]).toEqual([4, 9, 8]);
  });
});

describe('affine maps', () => {
  const factor = fc.double({ min: -9, max: 9, noNaN: true });
  const map = fc.record({ a: factor, b: factor, tx: factor, c: factor, d: factor, ty: factor });
  const point = fc.tuple(factor, factor);

  it('can be inverted, and composed', () => {
    fc.assert(
      fc.property(map, map, point, (one, other, from) => {
        const there = applyAffine(other, applyAffine(one, from));
        applyAffine(composeAffine(other, one), from).forEach((value, i) =>
          expect(value).toBeCloseTo(there[i] ?? NaN, 6),
        );
        fc.pre(Math.abs(one.a * one.d - one.b * one.c) > 0.01);
        applyAffine(invertAffine(one), applyAffine(one, from)).forEach((value, i) =>
          expect(value).toBeCloseTo(from[i] ?? NaN, 6),
        );
      }),
    );
  });

  it('take the corners of a picture to those of a box', () => {
    const place = boxToSource([3, 4, 50, 20], 10, 5);
    expect([applyAffine(place, [0, 0]), applyAffine(place, [10, 5]), applyAffine(place, [10, 0])]).toEqual([
      [3, 4],
      [53, 24],
      [53, 4],
    ]);
  });

  it('have no inverse where the plane collapses', () => {
    for (const a of [0, 1e-13, NaN, Infinity])
      expect(() => invertAffine({ a, b: 0, tx: 0, c: 0, d: 1, ty: 0 })).toThrow(RangeError);
    expect(invertAffine({ a: 1e-11, b: 0, tx: 0, c: 0, d: 1, ty: 0 }).a).toBeCloseTo(1e11, -3);
  });
});
