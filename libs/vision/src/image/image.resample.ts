/** @module Samples an upright patch of a picture: first rows, then columns, several times faster than both at once. */
import type { RgbImage } from './rgb.image.js';

/** Along one axis: output i is the sum of `weight[i * count + k]` times the source cell `cell[i * count + k]`. */
interface Taps {
  count: number;
  cell: Int32Array;
  weight: Float32Array;
}

/** One axis of the patch: output i starts at `start + i * step` in the source. */
export interface AxisMap {
  start: number;
  step: number;
  /** Number of bilinear samples averaged for each output. */
  samples: number;
}

/** Like `samplePatch`, for a map without rotation. */
export function resampleUpright(
  image: RgbImage,
  across: AxisMap,
  down: AxisMap,
  width: number,
  height: number,
): Uint8Array {
  if (isWhole(across) && isWhole(down)) return cropPatch(image, across.start, down.start, width, height);
  const columns = tapsOf(across, width, image.width);
  const rows = tapsOf(down, height, image.height);
  const patch = new Uint8Array(width * height * 3);
  const lines = Array.from({ length: rows.count }, () => ({ row: -1, values: new Float32Array(width * 3) }));
  const sums = new Float32Array(width * 3);
  for (let y = 0; y < height; y += 1) {
    sums.fill(0.5); // for rounding
    for (let k = 0; k < rows.count; k += 1) {
      const weight = rows.weight[y * rows.count + k] as number;
      if (weight === 0) continue;
      const row = rows.cell[y * rows.count + k] as number;
      const line = lines[row % rows.count] as (typeof lines)[number];
      if (line.row !== row) {
        resampleRow(image.data, row * image.width * 3, columns, line.values);
        line.row = row;
      }
      const { values } = line;
      for (let i = 0; i < sums.length; i += 1) sums[i] = (sums[i] as number) + weight * (values[i] as number);
    }
    patch.set(sums, y * width * 3);
  }
  return patch;
}

function isWhole({ start, step }: AxisMap): boolean {
  return step === 1 && Number.isInteger(start);
}

/** Pixels copied unchanged; black outside the picture. */
function cropPatch(image: RgbImage, left: number, top: number, width: number, height: number): Uint8Array {
  const patch = new Uint8Array(width * height * 3);
  const from = Math.max(0, left);
  const to = Math.min(image.width, left + width);
  if (from >= to) return patch;
  for (let y = Math.max(0, -top); y < height && top + y < image.height; y += 1) {
    const row = (top + y) * image.width;
    patch.set(image.data.subarray((row + from) * 3, (row + to) * 3), (y * width + from - left) * 3);
  }
  return patch;
}

/** Cells outside the picture weigh nothing. */
function tapsOf({ start, step, samples }: AxisMap, outputs: number, extent: number): Taps {
  const count = Math.ceil((step * (samples - 1)) / samples) + 2;
  const taps: Taps = {
    count,
    cell: new Int32Array(outputs * count),
    weight: new Float32Array(outputs * count),
  };
  for (let i = 0; i < outputs; i += 1) {
    const at = (sample: number): number => start + (i + (sample + 0.5) / samples) * step - 0.5;
    const base = Math.floor(at(0));
    for (let k = 0; k < count; k += 1) taps.cell[i * count + k] = Math.min(Math.max(base + k, 0), extent - 1);
    for (let sample = 0; sample < samples; sample += 1) {
      const place = at(sample);
      const cell = Math.floor(place);
      const share = place - cell;
      addTap(taps, i, base, cell, (1 - share) / samples, extent);
      addTap(taps, i, base, cell + 1, share / samples, extent);
    }
  }
  return taps;
}

function addTap(
  { count, weight }: Taps,
  output: number,
  base: number,
  cell: number,
  share: number,
  extent: number,
): void {
  if (cell < 0 || cell >= extent) return;
  const at = output * count + cell - base;
  weight[at] = (weight[at] as number) + share;
}

function resampleRow(
  data: Uint8Array,
  offset: number,
  { count, cell, weight }: Taps,
  line: Float32Array,
): void {
  for (let x = 0, tap = 0; x < line.length; x += 3) {
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let k = 0; k < count; k += 1, tap += 1) {
      const share = weight[tap] as number;
      const at = offset + (cell[tap] as number) * 3;
      red += share * (data[at] as number);
      green += share * (data[at + 1] as number);
      blue += share * (data[at + 2] as number);
    }
    line[x] = red;
    line[x + 1] = green;
    line[x + 2] = blue;
  }
}
