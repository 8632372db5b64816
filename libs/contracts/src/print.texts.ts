/**
 * @module The texts on posters and table cards, in the language of those who will read them. The preview shows the
 * same.
 */
import { z } from 'zod';

export const printLanguageSchema = z.enum(['en', 'de']);
export type PrintLanguage = z.infer<typeof printLanguageSchema>;

interface PrintTexts {
  own: string;
  gallery: string;
  /** @param host of the page where the short code is typed */
  type: (host: string) => string;
  /** Asked of those who do not want to be shown, and how they say so without an address. */
  objection: string;
  objectionByScan: string;
  cards: string;
}

const TEXTS: Record<PrintLanguage, PrintTexts> = {
  en: {
    own: 'Scan the code, take a selfie, and get the photos you are in.',
    gallery: 'Scan the code to see the photos.',
    type: (host) => `No camera at hand? Go to ${host}/g and type`,
    objection: 'You do not want to be shown?',
    objectionByScan: 'Scan the code and say so at the bottom of the page.',
    cards: 'table cards',
  },
  de: {
    own: 'Code scannen, Selfie machen und alle Fotos bekommen, auf denen du bist.',
    gallery: 'Code scannen und die Fotos ansehen.',
    type: (host) => `Keine Kamera zur Hand? Öffne ${host}/g und tippe ein:`,
    objection: 'Du möchtest nicht gezeigt werden?',
    objectionByScan: 'Code scannen und ganz unten auf der Seite sagen.',
    cards: 'Tischkarten',
  },
};

/** The text below the QR code. */
export function printInstruction(
  language: PrintLanguage,
  scope: 'gallery' | 'albums' | 'own-photos' | 'person',
): string {
  return scope === 'own-photos' ? TEXTS[language].own : TEXTS[language].gallery;
}

/** The text above the short code. @param url that the QR code holds */
export function printTypeLine(language: PrintLanguage, url: string): string {
  return TEXTS[language].type(new URL(url).host);
}

/**
 * For those who do not want to be shown: the question, and the address where they say so, short enough to be typed.
 * @param url that the QR code holds
 * @param shortCode as it is typed; empty for a code that has none, which only scanning opens
 */
export function printObjection(
  language: PrintLanguage,
  { url, shortCode }: { url: string; shortCode: string },
): [question: string, where: string] {
  const { objection, objectionByScan } = TEXTS[language];
  return [objection, shortCode === '' ? objectionByScan : `${new URL(url).host}/g/${shortCode}/objection`];
}

/** @param day ISO 8601; null = none, and an empty line. */
export function printDate(language: PrintLanguage, day: string | null): string {
  if (day === null) return '';
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day));
}

/** Name of the sheet of cards. */
export function printCardsTitle(language: PrintLanguage, eventName: string): string {
  return `${eventName}: ${TEXTS[language].cards}`;
}
