/** @module Text of any length in a box of fixed size: smaller letters first, then an ellipsis. */
import type { Pdf } from './pdf.document.js';

export interface FittedText {
  text: string;
  font: 'regular' | 'semibold';
  colour: string;
  x: number;
  y: number;
  width: number;
  /** Letters shrink from `size` to `minSize`, both in points, until the text fits into `maxHeight`. */
  size: number;
  minSize: number;
  maxHeight: number;
  align: 'left' | 'center';
  letterSpacing?: number;
}

const SHRINK = 0.94;
const LINE_GAP = 0;

/** @returns the height that the text takes. */
export function drawFitted(pdf: Pdf, text: FittedText): number {
  const { width, align, letterSpacing = 0 } = text;
  const options = { width, align, characterSpacing: letterSpacing, lineGap: LINE_GAP };
  let { size } = text;
  pdf.font(text.font);
  const fits = (): boolean => {
    pdf.fontSize(size);
    const widest = Math.max(...text.text.split(/\s+/).map((word) => pdf.widthOfString(word, options)));
    return widest <= width && pdf.heightOfString(text.text, options) <= text.maxHeight;
  };
  while (!fits() && size > text.minSize) size = Math.max(text.minSize, size * SHRINK);
  pdf.fontSize(size).fillColor(text.colour);
  const height = Math.min(pdf.heightOfString(text.text, options), text.maxHeight);
  pdf.text(text.text, text.x, text.y, { ...options, height: text.maxHeight, ellipsis: true });
  return height;
}
