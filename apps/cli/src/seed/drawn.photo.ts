/** @module Photos of nobody: a number, and a coloured tile where a face would be. Drawn without a typeface, for servers have none. */

import type { Box, Landmarks } from '@visage/contracts/geometry.contract';
import sharp, { type Sharp } from 'sharp';

export interface DrawnPhoto {
  jpeg: Buffer;
  /** WebP, as the detector would store them. */
  preview: Buffer;
  thumbnail: Buffer;
}

export const PHOTO_SIZE = { width: 900, height: 600 };
const TILE = 210;
const THUMBNAIL_SIZE = 512;
const CROP_SIZE = 160;
/** Turns of the colour wheel from one number to the next, so that neighbours differ. */
const GOLDEN_ANGLE = 137.508;

/**
 * @param number from 0; shown large, and the background's colour.
 * @param people their numbers, one tile each, from left to right.
 * @param takenAt local time as ISO 8601 without zone.
 */
export async function drawPhoto(
  number: number,
  people: readonly number[],
  takenAt: string,
): Promise<DrawnPhoto> {
  const { width, height } = PHOTO_SIZE;
  const tiles = people.map((person, place) => {
    const [x, y] = tileBox(place);
    return tile(person, x, y);
  });
  const drawn = await render(
    PHOTO_SIZE,
    `<rect width="${width}" height="${height}" fill="${colourOf(number, 30, 80)}"/>`,
    digits(String(number + 1), 45, 45, 150, '#333'),
    ...tiles,
  );
  const taken = takenAt.replace('T', ' ').replaceAll('-', ':');
  const [jpeg, preview, thumbnail] = await Promise.all([
    drawn
      .clone()
      .withExif({ IFD2: { DateTimeOriginal: taken } })
      .jpeg({ quality: 80 })
      .toBuffer(),
    drawn.clone().webp({ quality: 75, effort: 0 }).toBuffer(),
    drawn.clone().resize(THUMBNAIL_SIZE).webp({ quality: 75, effort: 0 }).toBuffer(),
  ]);
  return { jpeg, preview, thumbnail };
}

/** WebP of a person's tile alone. */
export async function drawCrop(person: number): Promise<Buffer> {
  const drawn = await render({ width: TILE, height: TILE }, tile(person, 0, 0));
  return drawn.resize(CROP_SIZE).webp({ effort: 0 }).toBuffer();
}

/** Where the tile at `place`, from 0, is drawn. */
export function tileBox(place: number): Box {
  return [60 + place * (TILE + 75), 330, TILE, TILE];
}

/** Where eyes, nose and mouth are drawn on it. */
export function tileLandmarks([x, y, width, height]: Box): Landmarks {
  const at = (right: number, down: number): [number, number] => [x + right * width, y + down * height];
  return [at(0.3, 0.25), at(0.7, 0.25), at(0.5, 0.4), at(0.35, 0.48), at(0.65, 0.48)];
}

function tile(person: number, x: number, y: number): string {
  const [left, right, , mouthLeft, mouthRight] = tileLandmarks([x, y, TILE, TILE]);
  const eyes = [left, right].map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="${TILE / 20}"/>`);
  const mouth = `<path d="M${mouthLeft.join(' ')} L${mouthRight.join(' ')}" stroke="#000" stroke-width="6"/>`;
  const ground = `<rect x="${x}" y="${y}" width="${TILE}" height="${TILE}" rx="30" fill="${colourOf(person, 70, 60)}"/>`;
  return [
    ground,
    ...eyes,
    mouth,
    digits(String(person + 1), x + TILE * 0.2, y + TILE * 0.6, TILE / 3, '#fff'),
  ].join('');
}

async function render(size: { width: number; height: number }, ...shapes: string[]): Promise<Sharp> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}">${shapes.join('')}</svg>`;
  const { data, info } = await sharp(Buffer.from(svg))
    .flatten({ background: '#fff' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return sharp(data, { raw: info });
}

function colourOf(number: number, saturation: number, lightness: number): string {
  return `hsl(${((number * GOLDEN_ANGLE) % 360).toFixed(0)}, ${saturation}%, ${lightness}%)`;
}

/** Lines of a seven-segment display: x1, y1, x2, y2 in widths and halves of the height. */
const SEGMENTS = [
  [0, 0, 1, 0],
  [1, 0, 1, 1],
  [1, 1, 1, 2],
  [0, 2, 1, 2],
  [0, 1, 0, 2],
  [0, 0, 0, 1],
  [0, 1, 1, 1],
] as const;
/** Which of them are lit for 0 to 9, from the lowest bit. */
const LIT = [0x3f, 0x06, 0x5b, 0x4f, 0x66, 0x6d, 0x7d, 0x07, 0x7f, 0x6f];

function digits(text: string, x: number, y: number, height: number, colour: string): string {
  const [width, half, advance] = [height * 0.5, height / 2, height * 0.75];
  const lines = [...text].flatMap((digit, place) =>
    SEGMENTS.filter((_, segment) => ((LIT[Number(digit)] ?? 0) >> segment) & 1).map(([x1, y1, x2, y2]) => {
      const left = x + place * advance;
      return `M${left + x1 * width} ${y + y1 * half} L${left + x2 * width} ${y + y2 * half}`;
    }),
  );
  return `<path d="${lines.join(' ')}" stroke="${colour}" stroke-width="${height / 8}" stroke-linecap="round"/>`;
}
