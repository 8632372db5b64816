/** @module One code on one page, to hang up or to stand on a table. */
import { printDate, printInstruction, printObjection, printTypeLine } from '@visage/contracts/print.texts';
import { drawFitted } from './fitted.text.js';
import { A4, A6, INK, INK_SOFT, makePdf, type Pdf, type PdfPage } from './pdf.document.js';
import type { PrintContent } from './print.content.js';
import { drawQr } from './qr.draw.js';

export type PosterSize = 'a4' | 'a6';
const PAGES: Record<PosterSize, PdfPage> = { a4: A4, a6: A6 };

export function posterPdf(content: PrintContent, size: PosterSize): Promise<Buffer> {
  const page = PAGES[size];
  return makePdf(
    { page, title: `${content.eventName}: ${content.label}`, language: content.language },
    (pdf) => {
      pdf.addPage();
      drawPoster(pdf, content, page);
    },
  );
}

/** Both sizes have the same proportions, so all lengths are parts of the width. */
function drawPoster(pdf: Pdf, content: PrintContent, { width, height }: PdfPage): void {
  const part = (hundredths: number): number => (width * hundredths) / 100;
  const [x, textWidth] = [part(10), part(80)];
  const line = { x, width: textWidth, align: 'center' } as const;
  let y = part(9);
  if (content.logo) {
    pdf.image(content.logo, x, y, { fit: [textWidth, part(13)], align: 'center', valign: 'center' });
    y += part(16);
  }
  const title = { font: 'semibold', colour: INK, size: part(8.4), minSize: part(4), y } as const;
  y += drawFitted(pdf, { ...line, ...title, text: content.eventName, maxHeight: part(25) });
  const date = printDate(content.language, content.eventDate);
  if (date !== '') {
    y += part(1.2);
    const soft = { font: 'regular', colour: INK_SOFT, size: part(3.4), minSize: part(3), y } as const;
    y += drawFitted(pdf, { ...line, ...soft, text: date, maxHeight: part(6) });
  }
  const foot = height - part(content.objection ? 55 : 40);
  const side = Math.min(part(62), foot - y - part(4));
  drawQr(pdf, content.url, (width - side) / 2, y + (foot - y - side) / 2, side);
  drawFoot(pdf, content, foot, part, line);
}

function drawFoot(
  pdf: Pdf,
  content: PrintContent,
  top: number,
  part: (hundredths: number) => number,
  line: { x: number; width: number; align: 'center' },
): void {
  let y = top;
  const how = { font: 'semibold', colour: INK, size: part(4.4), minSize: part(3), y } as const;
  y +=
    drawFitted(pdf, {
      ...line,
      ...how,
      text: printInstruction(content.language, content.scope),
      maxHeight: part(13),
    }) + part(3);
  pdf.moveTo(part(44), y).lineTo(part(56), y).lineWidth(part(0.35)).stroke(content.accent);
  y += part(3);
  if (content.shortCode !== '') {
    const soft = { font: 'regular', colour: INK_SOFT, size: part(3), minSize: part(1.8), y } as const;
    y +=
      drawFitted(pdf, {
        ...line,
        ...soft,
        text: printTypeLine(content.language, content.url),
        maxHeight: part(8),
      }) + part(0.8);
    const code = { font: 'semibold', colour: INK, size: part(5.6), minSize: part(4), y } as const;
    const letterSpacing = part(0.5);
    y += drawFitted(pdf, { ...line, ...code, letterSpacing, text: content.shortCode, maxHeight: part(9) });
  }
  const label = { font: 'regular', colour: INK_SOFT, size: part(2.4), minSize: part(1.8) } as const;
  y += part(1.2);
  y += drawFitted(pdf, { ...line, ...label, y, text: content.label, maxHeight: part(4) });
  if (!content.objection) return;
  y += part(2.4);
  const object = { font: 'regular', colour: INK, size: part(2.8), minSize: part(1.8), y } as const;
  const text = printObjection(content.language, content).join('\n');
  drawFitted(pdf, { ...line, ...object, text, maxHeight: part(8) });
}
