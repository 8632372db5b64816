/** @module A QR code as vectors on a PDF page: error correction Q (25 %) unless told otherwise, for paper gets creased and stained. */
import { create } from 'qrcode';
import type { Pdf } from './pdf.document.js';

/** Blank modules around the code, as ISO/IEC 18004 asks. */
const QUIET_MODULES = 4;
/** Points; without it a hairline of paper shows between the rows on some printers. */
const OVERLAP = 0.03;

/** @param side of the square in points, the quiet zone included. */
export function drawQr(
  pdf: Pdf,
  text: string,
  x: number,
  y: number,
  side: number,
  errorCorrectionLevel: 'M' | 'Q' = 'Q',
): void {
  const { modules } = create(text, { errorCorrectionLevel });
  const { size } = modules;
  const step = side / (size + 2 * QUIET_MODULES);
  pdf.rect(x, y, side, side).fill('#ffffff');
  for (let row = 0; row < size; row += 1) {
    let start = 0;
    while (start < size) {
      if (!modules.get(row, start)) {
        start += 1;
        continue;
      }
      let end = start;
      while (end < size && modules.get(row, end)) end += 1;
      const left = x + (start + QUIET_MODULES) * step;
      const top = y + (row + QUIET_MODULES) * step;
      pdf.rect(left, top, (end - start) * step, step + OVERLAP);
      start = end;
    }
  }
  pdf.fill('#000000');
}
