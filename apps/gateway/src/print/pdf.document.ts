/** @module A PDF with the house's typeface embedded, collected into memory. */
import { once } from 'node:events';
import type { PrintLanguage } from '@visage/contracts/print.texts';
import PDFDocument from 'pdfkit';
import { PRINT_FONT } from './print.font.js';

export type Pdf = PDFKit.PDFDocument;

/** Points are 1/72 inch. */
export const POINTS_PER_MM = 72 / 25.4;

export interface PdfPage {
  /** In points. */
  width: number;
  height: number;
}
export const A4: PdfPage = { width: 210 * POINTS_PER_MM, height: 297 * POINTS_PER_MM };
export const A6: PdfPage = { width: 105 * POINTS_PER_MM, height: 148 * POINTS_PER_MM };

export const INK = '#231d1a';
export const INK_SOFT = '#655a53';

/** @param draw adds the pages itself, by `pdf.addPage()`. */
export async function makePdf(
  { page, title, language }: { page: PdfPage; title: string; language: PrintLanguage },
  draw: (pdf: Pdf) => Promise<void> | void,
): Promise<Buffer> {
  const pdf = new PDFDocument({
    autoFirstPage: false,
    size: [page.width, page.height],
    margin: 0,
    lang: language,
    displayTitle: true,
    info: { Title: title, Creator: 'Visage' },
  });
  pdf.registerFont('regular', PRINT_FONT.regular);
  pdf.registerFont('semibold', PRINT_FONT.semibold);
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = once(pdf, 'end');
  await draw(pdf);
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}
