import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { printDate, printInstruction, printTypeLine } from '@visage/contracts/print.texts';
import { receiptCountSchema } from '@visage/contracts/receipt.contract';
import { keysOfSecret } from '@visage/crypto/purpose.keys';
import { createReceiptKey, signReceipt } from '@visage/crypto/receipt.signature';
import { packReceipt } from '@visage/crypto/receipt.text';
import { findPdfRenderer, type PdfRenderer } from '@visage/testing/pdf.picture';
import jsQR from 'jsqr';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { CARDS_PER_SHEET, cardsPdf } from './cards.pdf.js';
import { posterPdf } from './poster.pdf.js';
import type { PrintContent } from './print.content.js';
import { receiptPdf } from './receipt.pdf.js';

const DPI = 150;
const repository = join(import.meta.dirname, '../../../..');
let render: PdfRenderer | undefined;
let why = '';
beforeAll(async () => {
  render = await findPdfRenderer(join(repository, '.cache/debian'), (reason) => (why = reason));
});

const content = (change: Partial<PrintContent> = {}): PrintContent => ({
  language: 'en',
  eventName: 'Wedding of Ana and Luis',
  eventDate: '2026-06-20',
  accent: '#8c2f4b',
  url: `https://photos.example.org/g/${'AZmrV4EecMyK2b4j0g'.repeat(2)}xQ1_-9Lw`,
  shortCode: 'K7M2Q-9XB4D',
  label: 'Table 7',
  scope: 'own-photos',
  objection: false,
  logo: null,
  ...change,
});
const logo = (): Promise<Buffer> =>
  sharp({ create: { width: 400, height: 160, channels: 3, background: '#8c2f4b' } })
    .png()
    .toBuffer();

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

async function decode(page: Buffer, box?: Box): Promise<string | undefined> {
  const picture = box ? sharp(page).extract(box) : sharp(page);
  const { data, info } = await picture.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return jsQR.default(new Uint8ClampedArray(data), info.width, info.height)?.data;
}

/** Without a renderer the size of the file is all there is to see. */
async function pagesOf(pdf: Buffer): Promise<Buffer[] | null> {
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.length).toBeGreaterThan(5000);
  if (render) return render(pdf, DPI);
  process.stderr.write(`PDFs are not looked at: ${why}\n`);
  return null;
}

describe('a printed poster', () => {
  const names = [
    'Wedding of Ana and Luis',
    'Свадьба Анны и Бориса',
    'Γάμος της Άννας και του Λουκά',
    'A very long name of an event, '.repeat(6),
    'Donaudampfschifffahrtsgesellschaftskapitänsjubiläum',
  ];
  test.each(names)('leads to exactly the link when its code is scanned: %s', async (eventName) => {
    for (const [size, pixels] of [
      ['a4', [1240, 1754]],
      ['a6', [620, 874]],
    ] as const) {
      const pages = await pagesOf(await posterPdf(content({ eventName, logo: await logo() }), size));
      if (!pages) return;
      expect(pages).toHaveLength(1);
      const { width, height } = await sharp(pages[0]).metadata();
      expect(Math.abs(width - pixels[0]) + Math.abs(height - pixels[1])).toBeLessThan(4);
      expect(await decode(pages[0] ?? Buffer.alloc(0))).toBe(content().url);
    }
  });

  test('brings its typeface along, and its code as vectors', async () => {
    const pdf = (await posterPdf(content(), 'a4')).toString('latin1');
    expect(pdf).toContain('/FontFile2');
    expect(pdf).not.toContain('/Subtype /Image');
  });

  test('keeps the blank margin around its code', async () => {
    const pages = await pagesOf(await posterPdf(content(), 'a4'));
    if (!pages?.[0]) return;
    const page = sharp(pages[0]).greyscale();
    const { data, info } = await page.raw().toBuffer({ resolveWithObject: true });
    const decoded = await sharp(pages[0]).ensureAlpha().raw().toBuffer();
    const found = jsQR.default(new Uint8ClampedArray(decoded), info.width, info.height);
    if (!found) throw new Error('no code');
    const { topLeftCorner: from, bottomRightCorner: to } = found.location;
    const quiet = Math.floor((to.x - from.x) / 14); // four of at most 57 modules
    const dark = (x: number, y: number): boolean => (data[(y * info.width + x) * info.channels] ?? 255) < 128;
    let inMargin = 0;
    for (let y = Math.round(from.y - quiet); y < to.y + quiet; y += 1) {
      for (let x = Math.round(from.x - quiet); x < to.x + quiet; x += 1) {
        const inside = x >= from.x - 2 && x <= to.x + 2 && y >= from.y - 2 && y <= to.y + 2;
        if (!inside && dark(x, y)) inMargin += 1;
      }
    }
    expect(inMargin).toBe(0);
  });
});

test('a sheet of table cards holds the right code on each card', async () => {
  const cards = Array.from({ length: CARDS_PER_SHEET + 3 }, (_, index) =>
    content({ label: `Table ${index + 1}`, url: `${content().url.slice(0, -2)}${index + 10}` }),
  );
  const pages = await pagesOf(await cardsPdf('Wedding of Ana and Luis', 'en', cards));
  if (!pages) return;
  expect(pages).toHaveLength(2);
  for (const [index, card] of cards.entries()) {
    const page = pages[Math.floor(index / CARDS_PER_SHEET)] ?? Buffer.alloc(0);
    const { width: pageWidth, height: pageHeight } = await sharp(page).metadata();
    const [width, height] = [Math.floor(pageWidth / 2), Math.floor(pageHeight / 4)];
    const place = index % CARDS_PER_SHEET;
    const box = { left: (place % 2) * width, top: Math.floor(place / 2) * height, width, height };
    expect([card.label, await decode(page, box)]).toEqual([card.label, card.url]);
  }
});

test('a receipt is one page that says what was erased, and whose code leads to where it is checked', async () => {
  const secrets = keysOfSecret(randomBytes(32));
  const key = createReceiptKey(secrets);
  const counts = Object.fromEntries(receiptCountSchema.options.map((kind, n) => [kind, 10 ** (n % 7)]));
  const receipt = signReceipt(secrets, key, {
    form: 'visage-receipt-1',
    ...{ id: randomUUID(), what: 'event', subjectId: randomUUID(), eventId: randomUUID() },
    ...{ erasedAt: '2026-11-30T20:00:00.000Z', counts, textVersions: ['2026-06-01', '2026-11-30'] },
    ...{ installation: randomUUID(), key: key.id },
  });
  const url = `https://photos.example.org/receipts#${packReceipt(receipt)}`;
  for (const language of ['en', 'de'] as const) {
    const pages = await pagesOf(await receiptPdf(receipt, url, language));
    if (!pages) return;
    expect(pages).toHaveLength(1);
    expect(await decode(pages[0] ?? Buffer.alloc(0))).toBe(url);
  }
});

test('speaks the language that was chosen, also to screen readers, and stays legible to scanners', async () => {
  const german = content({ language: 'de', label: 'Tisch 7' });
  expect(printDate('de', german.eventDate)).toBe('20. Juni 2026');
  expect(printInstruction('de', 'own-photos')).toContain('Selfie');
  expect(printTypeLine('de', german.url)).toContain('photos.example.org/g');
  const poster = await posterPdf(german, 'a6');
  expect(poster.toString('latin1')).toContain('/Lang (de)');
  expect((await cardsPdf('Hochzeit', 'de', [german])).toString('latin1')).toContain('/Lang (de)');
  const pages = await pagesOf(poster);
  if (!pages) return;
  expect(await decode(pages[0] ?? Buffer.alloc(0))).toBe(german.url);
  const english = await pagesOf(await posterPdf(content({ label: 'Tisch 7' }), 'a6'));
  expect(pages[0]?.equals(english?.[0] ?? Buffer.alloc(0)), 'other words are drawn').toBe(false);
});

describe('the line for those who do not want to be shown', () => {
  /** Pixels of ink of that part of a page; lengths are parts of its own. */
  async function inkIn(page: Buffer, from: { left: number; top: number; right: number; bottom: number }) {
    const { width, height } = await sharp(page).metadata();
    const [left, top] = [Math.round(width * from.left), Math.round(height * from.top)];
    const box = {
      width: Math.round(width * from.right) - left,
      height: Math.round(height * from.bottom) - top,
    };
    const { data } = await sharp(page)
      .extract({ left, top, ...box })
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    return data.filter((value) => value < 128).length;
  }

  test('is on a poster that is to have it and on no other, within its margins, and the code stays legible', async () => {
    const long = 'A very long name of an event, '.repeat(6);
    for (const change of [{}, { eventName: long, logo: await logo() }])
      for (const language of ['en', 'de'] as const)
        for (const size of ['a4', 'a6'] as const) {
          const drawn = async (objection: boolean): Promise<Buffer> => {
            const poster = await posterPdf(content({ ...change, language, objection }), size);
            return (await pagesOf(poster))?.[0] ?? Buffer.alloc(0);
          };
          const [without, page] = [await drawn(false), await drawn(true)];
          if (page.length === 0) return;
          expect(await decode(page)).toBe(content().url);
          const foot = { left: 0.08, top: 0.88, right: 0.92, bottom: 0.96 };
          expect(await inkIn(page, foot), `${language} ${size}`).toBeGreaterThan(200);
          expect(page.equals(without)).toBe(false);
          expect(await inkIn(page, { left: 0, top: 0.96, right: 1, bottom: 1 })).toBe(0);
        }
  });

  test('stands below everything else on a table card', async () => {
    for (const language of ['en', 'de'] as const) {
      const drawn = async (objection: boolean): Promise<Buffer> =>
        (
          await pagesOf(
            await cardsPdf('Gala', language, [content({ language, objection, logo: await logo() })]),
          )
        )?.[0] ?? Buffer.alloc(0);
      const [without, page] = [await drawn(false), await drawn(true)];
      if (page.length === 0) return;
      const { width, height } = await sharp(page).metadata();
      const card = { left: 0, top: 0, width: Math.floor(width / 2), height: Math.floor(height / 4) };
      expect(await decode(page, card)).toBe(content().url);
      const line = { left: 0.03, top: 0.212, right: 0.47, bottom: 0.232 };
      expect(await inkIn(page, line)).toBeGreaterThan(200);
      expect(await inkIn(without, { ...line, right: 0.2 })).toBe(0);
    }
  });
});
