/** @module The receipt of an erasure on one page of A4, with the address that checks it as a QR code. */
import type { PrintLanguage } from '@visage/contracts/print.texts';
import type { Receipt } from '@visage/contracts/receipt.contract';
import { receiptWords } from '@visage/contracts/receipt.texts';
import { drawFitted } from './fitted.text.js';
import { A4, INK, INK_SOFT, makePdf, POINTS_PER_MM, type Pdf } from './pdf.document.js';
import { drawQr } from './qr.draw.js';

const MARGIN = 20 * POINTS_PER_MM;
const WIDTH = A4.width - 2 * MARGIN;
/** A receipt makes a code of some hundred modules a side: at this size phones read it from paper. */
const QR_SIDE = 78 * POINTS_PER_MM;
const LABEL_WIDTH = 56 * POINTS_PER_MM;
const COUNT_WIDTH = 22 * POINTS_PER_MM;

/** @param url that checks it, with the receipt behind its `#` */
export function receiptPdf(receipt: Receipt, url: string, language: PrintLanguage): Promise<Buffer> {
  const words = receiptWords(language, receipt);
  return makePdf({ page: A4, title: words.title, language }, (pdf) => {
    pdf.addPage();
    let y = MARGIN;
    y += line(pdf, words.title, { y, size: 22, font: 'semibold' }) + 14;
    for (const [label, value] of words.facts) {
      line(pdf, label, { y, size: 9, colour: INK_SOFT, width: LABEL_WIDTH });
      y += line(pdf, value, { y, size: 9, x: MARGIN + LABEL_WIDTH, width: WIDTH - LABEL_WIDTH }) + 3;
    }
    y += 10;
    y += line(pdf, words.howMuch, { y, size: 11, font: 'semibold' }) + 4;
    if (words.counts.length === 0) line(pdf, words.nothing, { y, size: 9 });
    for (const [label, count] of words.counts) {
      line(pdf, label, { y, size: 9, width: WIDTH - COUNT_WIDTH });
      y += line(pdf, String(count), { y, size: 9, x: MARGIN + WIDTH - COUNT_WIDTH, width: COUNT_WIDTH }) + 2;
    }
    const foot = A4.height - MARGIN - QR_SIDE;
    drawQr(pdf, url, A4.width - MARGIN - QR_SIDE, foot, QR_SIDE, 'M');
    const beside = { width: WIDTH - QR_SIDE - 12, size: 9, colour: INK_SOFT } as const;
    const page = url.slice(0, url.indexOf('#'));
    let side = foot + 14;
    side += line(pdf, words.check, { ...beside, y: side }) + 2;
    side += line(pdf, page, { ...beside, y: side, colour: INK }) + 10;
    line(pdf, words.names, { ...beside, y: side });
  });
}

interface Line {
  y: number;
  size: number;
  x?: number;
  width?: number;
  font?: 'regular' | 'semibold';
  colour?: string;
}

/** @returns its height */
function line(
  pdf: Pdf,
  text: string,
  { x = MARGIN, width = WIDTH, font = 'regular', colour = INK, ...at }: Line,
): number {
  const fitted = { ...at, minSize: 6, maxHeight: 4 * at.size, align: 'left' } as const;
  return drawFitted(pdf, { text, x, width, font, colour, ...fitted });
}
