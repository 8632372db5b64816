/** @module A line of text as the outline of its letters, so that no font of the system is needed to draw it. */
import { openSync, type Font } from 'fontkit';
import { PRINT_FONT } from './print.font.js';

export interface TextOutline {
  /** SVG path data in units of the font, y upwards from the baseline. */
  path: { data: string; x: number }[];
  /** Length of the line, in the same units. */
  advance: number;
  unitsPerEm: number;
}

let font: Font | undefined;

/** Letters that the typeface lacks are left out; null when it has none of them. */
export function outlineOf(text: string): TextOutline | null {
  font ??= openFont();
  const { glyphs, positions } = font.layout(text);
  const path: TextOutline['path'] = [];
  let x = 0;
  for (const [index, glyph] of glyphs.entries()) {
    if (glyph.id === 0) continue;
    path.push({ data: glyph.path.toSVG(), x });
    x += positions[index]?.xAdvance ?? glyph.advanceWidth;
  }
  return path.some(({ data }) => data !== '') ? { path, advance: x, unitsPerEm: font.unitsPerEm } : null;
}

function openFont(): Font {
  const opened = openSync(PRINT_FONT.semibold);
  if ('layout' in opened) return opened;
  throw new Error(`${PRINT_FONT.semibold} holds a collection, not one font`);
}
