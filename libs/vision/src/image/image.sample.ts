/** @module Samples a patch of a picture under an affine map, antialiased when it shrinks. */
import { applyAffine, type Affine } from './affine.matrix.js';
import { resampleUpright } from './image.resample.js';
import type { RgbImage } from './rgb.image.js';

/** More samples per axis make no difference that an eight-bit picture can show. */
const MAX_SAMPLES = 8;

/**
 * Continuous coordinates: pixel (i, j) covers [i, i+1) x [j, j+1). Each output pixel averages a grid of bilinear
 * samples over the area it covers in the source; everything outside the source is black.
 *
 * @param toSource maps output coordinates to source coordinates
 * @returns interleaved RGB, `width * height * 3`
 */
export function samplePatch(image: RgbImage, toSource: Affine, width: number, height: number): Uint8Array {
  const across = samplesFor(Math.hypot(toSource.a, toSource.c));
  const down = samplesFor(Math.hypot(toSource.b, toSource.d));
  if (toSource.b === 0 && toSource.c === 0 && toSource.a > 0 && toSource.d > 0) {
    const columns = { start: toSource.tx, step: toSource.a, samples: across };
    return resampleUpright(
      image,
      columns,
      { start: toSource.ty, step: toSource.d, samples: down },
      width,
      height,
    );
  }
  const grid: SampleGrid = { toSource, width, height, across, down };
  return liesInside(image, grid) ? sampleInside(image, grid) : sampleAcrossBorder(image, grid);
}

interface SampleGrid {
  toSource: Affine;
  /** Width of the patch. */
  width: number;
  height: number;
  /** Samples per output pixel. */
  across: number;
  down: number;
}

/** Whether every sample has four pixels of the picture around it. */
function liesInside(image: RgbImage, { toSource, width, height }: SampleGrid): boolean {
  return [
    [0, 0],
    [width, 0],
    [0, height],
    [width, height],
  ].every(([u = 0, v = 0]) => {
    const [x, y] = applyAffine(toSource, [u, v]);
    return x >= 0.5 && y >= 0.5 && x < image.width - 0.5 && y < image.height - 0.5;
  });
}

function sampleInside(
  { data, width: w }: RgbImage,
  { toSource, width, height, across, down }: SampleGrid,
): Uint8Array {
  const patch = new Uint8Array(width * height * 3);
  const { a, b, c, d, tx, ty } = toSource;
  const weight = 1 / (across * down);
  const below = w * 3;
  for (let y = 0, to = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, to += 3) {
      let red = 0.5; // for rounding
      let green = 0.5;
      let blue = 0.5;
      for (let j = 0; j < down; j += 1) {
        const v = y + (j + 0.5) / down;
        for (let i = 0; i < across; i += 1) {
          const u = x + (i + 0.5) / across;
          const sx = a * u + b * v + tx - 0.5;
          const sy = c * u + d * v + ty - 0.5;
          const x0 = sx | 0;
          const y0 = sy | 0;
          const right = (sx - x0) * weight;
          const left = weight - right;
          const lower = sy - y0;
          const upper = 1 - lower;
          const at = y0 * below + x0 * 3;
          const k0 = left * upper;
          const k1 = right * upper;
          const k2 = left * lower;
          const k3 = right * lower;
          red +=
            k0 * px(data, at) +
            k1 * px(data, at + 3) +
            k2 * px(data, at + below) +
            k3 * px(data, at + below + 3);
          green +=
            k0 * px(data, at + 1) +
            k1 * px(data, at + 4) +
            k2 * px(data, at + below + 1) +
            k3 * px(data, at + below + 4);
          blue +=
            k0 * px(data, at + 2) +
            k1 * px(data, at + 5) +
            k2 * px(data, at + below + 2) +
            k3 * px(data, at + below + 5);
        }
      }
      patch[to] = red;
      patch[to + 1] = green;
      patch[to + 2] = blue;
    }
  }
  return patch;
}

function px(data: Uint8Array, at: number): number {
  return data[at] as number;
}

/** Everything outside the picture is black. */
function sampleAcrossBorder(
  image: RgbImage,
  { toSource, width, height, across, down }: SampleGrid,
): Uint8Array {
  const patch = new Uint8Array(width * height * 3);
  const weight = 1 / (across * down);
  const { data, width: w, height: h } = image;
  let to = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, to += 3) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let j = 0; j < down; j += 1) {
        const v = y + (j + 0.5) / down;
        for (let i = 0; i < across; i += 1) {
          const u = x + (i + 0.5) / across;
          const sx = toSource.a * u + toSource.b * v + toSource.tx - 0.5;
          const sy = toSource.c * u + toSource.d * v + toSource.ty - 0.5;
          const x0 = Math.floor(sx);
          const y0 = Math.floor(sy);
          if (x0 < -1 || y0 < -1 || x0 >= w || y0 >= h) continue;
          const fx = sx - x0;
          const fy = sy - y0;
          const left = x0 >= 0;
          const right = x0 + 1 < w;
          if (y0 >= 0) {
            const row = (y0 * w + x0) * 3;
            if (left) {
              const k = (1 - fx) * (1 - fy);
              red += k * (data[row] ?? 0);
              green += k * (data[row + 1] ?? 0);
              blue += k * (data[row + 2] ?? 0);
            }
            if (right) {
              const k = fx * (1 - fy);
              red += k * (data[row + 3] ?? 0);
              green += k * (data[row + 4] ?? 0);
              blue += k * (data[row + 5] ?? 0);
            }
          }
          if (y0 + 1 < h) {
            const row = ((y0 + 1) * w + x0) * 3;
            if (left) {
              const k = (1 - fx) * fy;
              red += k * (data[row] ?? 0);
              green += k * (data[row + 1] ?? 0);
              blue += k * (data[row + 2] ?? 0);
            }
            if (right) {
              const k = fx * fy;
              red += k * (data[row + 3] ?? 0);
              green += k * (data[row + 4] ?? 0);
              blue += k * (data[row + 5] ?? 0);
            }
          }
        }
      }
      patch[to] = Math.round(red * weight);
      patch[to + 1] = Math.round(green * weight);
      patch[to + 2] = Math.round(blue * weight);
    }
  }
  return patch;
}

/** A step of up to 1.25 source pixels needs no averaging beyond bilinear. */
function samplesFor(step: number): number {
  return Math.max(1, Math.min(MAX_SAMPLES, Math.ceil(step - 0.25)));
}
