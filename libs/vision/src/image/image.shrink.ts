/** @module Shrinks a picture by averaging the area that each new pixel covers. */
import type { RgbImage } from './rgb.image.js';

/**
 * Exact area average, first along rows, then along columns.
 *
 * @throws RangeError when a side would grow or vanish.
 */
export function shrinkImage(image: RgbImage, width: number, height: number): RgbImage {
  if (width > image.width || height > image.height || width < 1 || height < 1) {
    throw new RangeError(`${image.width}x${image.height} cannot shrink to ${width}x${height}.`);
  }
  if (width === image.width && height === image.height) return image;
  if (width * 2 === image.width && height * 2 === image.height) return halve(image, width, height);
  const columns = coverage(image.width, width);
  const rows = coverage(image.height, height);
  const data = new Uint8Array(width * height * 3);
  const sums = new Float32Array(width * 3);
  const line = new Float32Array(width * 3);
  let lineOf = -1;
  for (let y = 0; y < height; y += 1) {
    sums.fill(0);
    const last = rows.last[y] ?? 0;
    for (let from = rows.first[y] ?? 0; from <= last; from += 1) {
      // A source row on the border of two new rows contributes to both.
      if (from !== lineOf) {
        shrinkRow(image.data, from * image.width * 3, columns, line);
        lineOf = from;
      }
      const weight = from === rows.first[y] ? rows.head[y] : from === last ? rows.tail[y] : rows.unit;
      addScaled(sums, line, weight ?? 0);
    }
    const offset = y * width * 3;
    for (let i = 0; i < sums.length; i += 1) data[offset + i] = (sums[i] ?? 0) + 0.5;
  }
  return { width, height, data };
}

/** The same for exactly half the size, in integers: most levels of a pyramid are made this way. */
function halve({ width: across, data: source }: RgbImage, width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  const below = across * 3;
  for (let y = 0, to = 0; y < height; y += 1) {
    for (let x = 0, at = y * 2 * below; x < width; x += 1, at += 6) {
      for (let channel = at; channel < at + 3; channel += 1, to += 1) {
        const top = (source[channel] as number) + (source[channel + 3] as number);
        data[to] =
          (top + (source[channel + below] as number) + (source[channel + below + 3] as number) + 2) >> 2;
      }
    }
  }
  return { width, height, data };
}

/** Which source cells each new cell covers, with the shares of the first and the last; shares sum to one. */
interface Coverage {
  first: Int32Array;
  last: Int32Array;
  head: Float32Array;
  tail: Float32Array;
  unit: number;
}

function coverage(from: number, to: number): Coverage {
  const step = from / to;
  const plan: Coverage = {
    first: new Int32Array(to),
    last: new Int32Array(to),
    head: new Float32Array(to),
    tail: new Float32Array(to),
    unit: 1 / step,
  };
  for (let i = 0; i < to; i += 1) {
    const start = i * step;
    const end = Math.min(from, (i + 1) * step);
    const first = Math.floor(start);
    const last = Math.max(first, Math.min(from - 1, Math.ceil(end - 1e-6) - 1));
    plan.first[i] = first;
    plan.last[i] = last;
    plan.head[i] = (Math.min(end, first + 1) - start) / step;
    plan.tail[i] = (end - last) / step;
  }
  return plan;
}

function shrinkRow(data: Uint8Array, offset: number, columns: Coverage, line: Float32Array): void {
  const { first, last, head, tail, unit } = columns;
  for (let x = 0; x < first.length; x += 1) {
    const from = first[x] ?? 0;
    const to = last[x] ?? 0;
    let at = offset + from * 3;
    let weight = head[x] ?? 0;
    let red = weight * (data[at] ?? 0);
    let green = weight * (data[at + 1] ?? 0);
    let blue = weight * (data[at + 2] ?? 0);
    for (let i = from + 1; i <= to; i += 1) {
      at += 3;
      weight = i === to ? (tail[x] ?? 0) : unit;
      red += weight * (data[at] ?? 0);
      green += weight * (data[at + 1] ?? 0);
      blue += weight * (data[at + 2] ?? 0);
    }
    line[x * 3] = red;
    line[x * 3 + 1] = green;
    line[x * 3 + 2] = blue;
  }
}

function addScaled(sums: Float32Array, line: Float32Array, weight: number): void {
  for (let i = 0; i < sums.length; i += 1) sums[i] = (sums[i] ?? 0) + weight * (line[i] ?? 0);
}
