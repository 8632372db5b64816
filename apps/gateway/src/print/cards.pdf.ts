/** @module Many codes on sheets of A4, one card a code, with lines to cut along. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  printCardsTitle,
  printDate,
  printInstruction,
  printObjection,
  printTypeLine,
  type PrintLanguage,
} from '@visage/contracts/print.texts';
import { drawFitted } from './fitted.text.js';
import { A4, INK, INK_SOFT, makePdf, POINTS_PER_MM, type Pdf } from './pdf.document.js';
import type { PrintContent } from './print.content.js';
import { drawQr } from './qr.draw.js';

const COLUMNS = 2;
const ROWS = 4;
export const CARDS_PER_SHEET = COLUMNS * ROWS;
const CARD = { width: A4.width / COLUMNS, height: A4.height / ROWS };
/** Printers leave the edge of the paper blank, and scissors slip. */
const PADDING = 7 * POINTS_PER_MM;
const QR_SIDE = 46 * POINTS_PER_MM;
/** Of the line for those who do not want to be shown, across the whole card. */
const OBJECTION_HEIGHT = 14;

export function cardsPdf(
  eventName: string,
  language: PrintLanguage,
  cards: readonly PrintContent[],
): Promise<Buffer> {
  return makePdf({ page: A4, title: printCardsTitle(language, eventName), language }, async (pdf) => {
    for (const [index, card] of cards.entries()) {
      const place = index % CARDS_PER_SHEET;
      if (place === 0) {
        await nextTurn(); // a thousand cards must not keep others waiting
        pdf.addPage();
        drawCutLines(pdf);
      }
      drawCard(pdf, card, (place % COLUMNS) * CARD.width, Math.floor(place / COLUMNS) * CARD.height);
    }
  });
}

function drawCutLines(pdf: Pdf): void {
  pdf.save().lineWidth(0.5).dash(3, { space: 3 }).strokeColor('#9a918a');
  for (let column = 1; column < COLUMNS; column += 1)
    pdf
      .moveTo(column * CARD.width, 0)
      .lineTo(column * CARD.width, A4.height)
      .stroke();
  for (let row = 1; row < ROWS; row += 1)
    pdf
      .moveTo(0, row * CARD.height)
      .lineTo(A4.width, row * CARD.height)
      .stroke();
  pdf.undash().restore();
}

function drawCard(pdf: Pdf, card: PrintContent, left: number, top: number): void {
  const lift = card.objection ? OBJECTION_HEIGHT : 0;
  drawQr(pdf, card.url, left + PADDING - 3, top + (CARD.height - lift - QR_SIDE) / 2, QR_SIDE);
  const x = left + PADDING + QR_SIDE;
  const width = CARD.width - QR_SIDE - 2 * PADDING;
  const line = { x, width, align: 'left' } as const;
  let y = top + PADDING + 4;
  if (card.logo) {
    pdf.image(card.logo, x, y, { fit: [width, 22] });
    y += 26;
  }
  const name = { font: 'semibold', colour: INK, size: 14, minSize: 8, y } as const;
  y +=
    drawFitted(pdf, {
      ...line,
      ...name,
      text: card.eventName,
      maxHeight: (card.logo ? 34 : 54) - 0.8 * lift,
    }) + 1;
  const date = printDate(card.language, card.eventDate);
  const soft = { font: 'regular', colour: INK_SOFT, size: 9, minSize: 6 } as const;
  if (date !== '') y += drawFitted(pdf, { ...line, ...soft, y, text: date, maxHeight: 13 });
  y += 5;
  const bottom = top + CARD.height - PADDING - lift;
  const how = { font: 'regular', colour: INK, size: 9.5, minSize: 6.5, y } as const;
  const instruction = printInstruction(card.language, card.scope);
  drawFitted(pdf, { ...line, ...how, text: instruction, maxHeight: Math.min(42, bottom - 57 - y) });
  drawFitted(pdf, { ...line, ...soft, size: 8, y: bottom - 12, text: card.label, maxHeight: 12 });
  if (card.objection) {
    const across = { x: left + PADDING, width: CARD.width - 2 * PADDING, align: 'left' } as const;
    const text = printObjection(card.language, card).join(' ');
    const object = { font: 'regular', colour: INK, size: 8, minSize: 5, y: bottom + 4 } as const;
    drawFitted(pdf, { ...across, ...object, text, maxHeight: OBJECTION_HEIGHT });
  }
  if (card.shortCode === '') return;
  const code = { font: 'semibold', colour: INK, size: 12, minSize: 8, letterSpacing: 0.6 } as const;
  drawFitted(pdf, { ...line, ...code, y: bottom - 30, text: card.shortCode, maxHeight: 17 });
  drawFitted(pdf, {
    ...line,
    ...soft,
    size: 7.5,
    minSize: 5,
    y: bottom - 56,
    text: printTypeLine(card.language, card.url),
    maxHeight: 24,
  });
}
