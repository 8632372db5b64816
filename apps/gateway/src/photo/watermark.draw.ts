/** @module Draws the event's name into a corner of a preview: legible on light and dark, and beside what matters. */
import sharp from 'sharp';
import { outlineOf, type TextOutline } from '../print/text.outline.js';

/** Of the shorter side; a thumbnail needs larger letters to be read at all. */
const TEXT_SHARE = 0.04;
const MIN_TEXT_PIXELS = 11;
/** A long name becomes smaller before it crosses the picture. */
const MAX_WIDTH_SHARE = 0.7;
const MAX_LETTERS = 60;
/** As the previews themselves: see PREVIEW_WEBP of libs/vision. */
const WEBP = { quality: 82 } as const;
/** For a name without one letter that the typeface has. */
const FALLBACK = 'Visage';

/** @throws Error when `picture` cannot be decoded: a picture that cannot be marked is not given. */
export async function drawWatermark(picture: Uint8Array, text: string): Promise<Buffer> {
  const image = sharp(picture);
  const { width, height } = await image.metadata();
  const outline = outlineOf(shortened(text)) ?? outlineOf(FALLBACK);
  if (!outline) throw new Error('the typeface of the watermark has no letters');
  const mark = Buffer.from(svgOf(outline, width, height));
  return image
    .composite([{ input: mark, top: 0, left: 0 }])
    .webp(WEBP)
    .toBuffer();
}

function svgOf({ path, advance, unitsPerEm }: TextOutline, width: number, height: number): string {
  const wanted = Math.max(MIN_TEXT_PIXELS, Math.min(width, height) * TEXT_SHARE);
  const size = Math.min(wanted, (width * MAX_WIDTH_SHARE * unitsPerEm) / advance);
  const scale = size / unitsPerEm;
  const letters = path.map(({ data, x }) => `<path transform="translate(${x} 0)" d="${data}"/>`).join('');
  const place = `translate(${width - size * 0.8 - advance * scale} ${height - size * 0.9}) scale(${scale} ${-scale})`;
  const edge = `fill="none" stroke="#000" stroke-opacity=".35" stroke-width="${unitsPerEm / 8}" stroke-linejoin="round"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><g transform="${place}"><g ${edge}>${letters}</g><g fill="#fff" fill-opacity=".85">${letters}</g></g></svg>`;
}

function shortened(text: string): string {
  const letters = [...text];
  return letters.length <= MAX_LETTERS ? text : `${letters.slice(0, MAX_LETTERS - 1).join('')}…`;
}
