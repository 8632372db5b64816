/** @module Takes a patch out of a picture under an affine map, antialiased when it shrinks. */
import type { Affine } from './affine.matrix.js';
import { resampleUpright } from './image.resample.js';
import type { RgbImage } from './rgb.image.js';

/** More samples per axis than this change nothing that an eight-bit picture can show. */
const MAX_SAMPLES = 8;

/**
 * Continuous coordinates: pixel (i, j) covers [i, i+1) x [j, j+1). Each output pixel averages a grid of bilinear
 * samples over the area it covers in the source; outside of the source is black.
 *
 * @param toSource maps output coordinates to source coordinates
 * @returns interleaved RGB, `width * height * 3`
 */
export function samplePatch(image: RgbImage, toSource: Affine, width: number, height: number): Uint8Array {
  const across = samplesFor(Math.hypot(toSource.a, toSource.c));
  const down = samplesFor(Math.hypot(toSource.b, toSource.d));
  if (toSource.b === 0 && toSource.c === 0 && toSource.a > 0 && toSource.d > 0) {
    const columns = { start: toSource.tx, step: toSource.a, samples: across };
    return resampleUpright(image, columns, { start: toSource.ty, step: toSource.d, samples: down }, width, height);
  }
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
