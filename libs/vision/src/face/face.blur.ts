/**
 * @module Heads made unrecognisable: averaged over a few blocks, then blended from block to block. Of a head no more is left than the
 * colours of the blocks, so nothing brings the face back, unlike a blur alone, which can be undone in part (McPherson,
 * Shokri, Shmatikov 2016, "Defeating Image Obfuscation with Deep Learning").
 */
import type { Box } from '@visage/contracts/geometry.contract';
import type { RgbImage } from '../image/rgb.image.js';

/** Blocks across a head, its margin included; a face itself is about three of them wide. */
const BLOCKS = 7;
/** Radius of what is covered, by the longer side of the face's box: hair, ears and chin are part of who somebody is, however the head lies. */
const HEAD_RADIUS = 1.1;

interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}

/**
 * The same picture with the heads around these faces covered; the one given stays as it is.
 * @param faces in pixels of the picture
 */
export function blurHeads({ width, height, data }: RgbImage, faces: readonly Box[]): RgbImage {
  const covered = { width, height, data: Uint8Array.from(data) };
  for (const face of faces) coverHead(covered, face);
  return covered;
}

function coverHead(image: RgbImage, [x, y, width, height]: Box): void {
  const radius = Math.max(width, height) * HEAD_RADIUS;
  const [cx, cy] = [x + width / 2, y + height / 2];
  const area = clip(cx - radius, cy - radius, cx + radius, cy + radius, image);
  if (area.width < 1 || area.height < 1) return;
  const blocks = averageBlocks(image, area);
  for (let row = area.top; row < area.top + area.height; row += 1) {
    const half = Math.sqrt(Math.max(0, radius * radius - (row + 0.5 - cy) ** 2));
    const from = Math.max(area.left, Math.floor(cx - half));
    const to = Math.min(area.left + area.width, Math.ceil(cx + half));
    const v = ((row + 0.5 - area.top) / area.height) * BLOCKS - 0.5;
    for (let column = from; column < to; column += 1) {
      const u = ((column + 0.5 - area.left) / area.width) * BLOCKS - 0.5;
      const at = 3 * (row * image.width + column);
      for (let channel = 0; channel < 3; channel += 1)
        image.data[at + channel] = between(blocks, u, v, channel);
    }
  }
}

/** Mean colours, `BLOCKS * BLOCKS * 3`, row by row. */
function averageBlocks({ width, data }: RgbImage, { left, top, ...size }: Area): Float32Array {
  const sums = new Float64Array(BLOCKS * BLOCKS * 3);
  const counts = new Uint32Array(BLOCKS * BLOCKS);
  for (let row = 0; row < size.height; row += 1) {
    const v = Math.floor((row / size.height) * BLOCKS);
    for (let column = 0; column < size.width; column += 1) {
      const block = v * BLOCKS + Math.floor((column / size.width) * BLOCKS);
      const at = 3 * ((top + row) * width + left + column);
      counts[block] = (counts[block] ?? 0) + 1;
      for (let channel = 0; channel < 3; channel += 1)
        sums[3 * block + channel] = (sums[3 * block + channel] ?? 0) + (data[at + channel] ?? 0);
    }
  }
  const whole = [0, 1, 2].map((channel) => mean(sums, counts, channel));
  return Float32Array.from(sums, (sum, i) => {
    const count = counts[Math.floor(i / 3)] ?? 0;
    return count > 0 ? sum / count : (whole[i % 3] ?? 0); // a head of fewer pixels than blocks
  });
}

function mean(sums: Float64Array, counts: Uint32Array, channel: number): number {
  let sum = 0;
  for (let at = channel; at < sums.length; at += 3) sum += sums[at] ?? 0;
  return sum / counts.reduce((all, count) => all + count, 0);
}

/** Bilinear, between the middles of the blocks. */
function between(blocks: Float32Array, u: number, v: number, channel: number): number {
  const [u0, v0] = [Math.floor(u), Math.floor(v)];
  const at = (column: number, row: number): number =>
    blocks[3 * (within(row) * BLOCKS + within(column)) + channel] ?? 0;
  const upper = at(u0, v0) * (u0 + 1 - u) + at(u0 + 1, v0) * (u - u0);
  const lower = at(u0, v0 + 1) * (u0 + 1 - u) + at(u0 + 1, v0 + 1) * (u - u0);
  return Math.round(upper * (v0 + 1 - v) + lower * (v - v0));
}

const within = (place: number): number => Math.min(BLOCKS - 1, Math.max(0, place));

function clip(left: number, top: number, right: number, bottom: number, image: RgbImage): Area {
  const [x, y] = [Math.max(0, Math.floor(left)), Math.max(0, Math.floor(top))];
  return {
    left: x,
    top: y,
    width: Math.min(image.width, Math.ceil(right)) - x,
    height: Math.min(image.height, Math.ceil(bottom)) - y,
  };
}
