import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { constants, crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it, vi } from 'vitest';
import { PhotoError, type PhotoErrorCode } from '@visage/contracts/photo-error.contract';
import { decodePhoto, workingSize, type DecodedPhoto } from './photo.decode.js';
import { openPhoto } from './photo.open.js';
import { readPhoto } from './photo.source.js';
import type { RgbImage } from '../image/rgb.image.js';
import { LIMITS } from '../testing/shipped.models.js';

/** 60x40: left half red, right half blue, a green square in the top left corner. */
function flag(): Sharp {
  const rect = (x: number, y: number, w: number, h: number, fill: string): string =>
    `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${fill}"/>`;
  const shapes =
    rect(0, 0, 30, 40, '#c80000') + rect(30, 0, 30, 40, '#0000c8') + rect(0, 0, 16, 16, '#00c800');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40">${shapes}</svg>`;
  return sharp(Buffer.from(svg)).removeAlpha();
}

function colourAt({ width, data }: RgbImage, x: number, y: number): number[] {
  return [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
}

function expectColour(
  photo: DecodedPhoto,
  x: number,
  y: number,
  wanted: readonly number[],
  tolerance = 12,
): void {
  colourAt(photo.image, x, y).forEach((value, channel) => {
    expect(Math.abs(value - (wanted[channel] ?? 0)), `at ${x}, ${y}`).toBeLessThanOrEqual(tolerance);
  });
}

const RED = [200, 0, 0];
const GREEN = [0, 200, 0];
const BLUE = [0, 0, 200];

async function failure(work: Promise<unknown>): Promise<PhotoError> {
  const error: unknown = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (error instanceof PhotoError) return error;
  throw new Error(`A PhotoError was expected, not ${String(error)}`);
}

describe('photos of every supported format', () => {
  const formats: [string, (picture: Sharp) => Sharp][] = [
    ['jpeg', (picture) => picture.jpeg({ quality: 95, chromaSubsampling: '4:4:4' })],
    ['jpeg', (picture) => picture.jpeg({ quality: 95, progressive: true, chromaSubsampling: '4:4:4' })],
    ['png', (picture) => picture.png()],
    ['png', (picture) => picture.png({ palette: true })],
    ['webp', (picture) => picture.webp({ lossless: true })],
    ['gif', (picture) => picture.gif()],
    ['tiff', (picture) => picture.tiff({ compression: 'lzw' })],
    ['avif', (picture) => picture.avif({ quality: 90, chromaSubsampling: '4:4:4', effort: 1 })],
  ];
  it.each(formats)('reads the right colours at the right places from %s', async (format, encode) => {
    const photo = await decodePhoto(await encode(flag()).toBuffer(), LIMITS);
    expect(photo).toMatchObject({ format, width: 60, height: 40, image: { width: 60, height: 40 } });
    expect(photo.image.data).toHaveLength(60 * 40 * 3);
    expectColour(photo, 5, 5, GREEN);
    expectColour(photo, 10, 30, RED);
    expectColour(photo, 50, 20, BLUE);
  });

  it('reads 16-bit pictures as 8-bit ones', async () => {
    const photo = await decodePhoto(await flag().toColourspace('rgb16').png().toBuffer(), LIMITS);
    expectColour(photo, 50, 20, BLUE, 2);
  });

  it('reads CMYK from a print shop as colours', async () => {
    const photo = await decodePhoto(
      await flag().toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer(),
      LIMITS,
    );
    const [red = 0, green = 0, blue = 0] = colourAt(photo.image, 10, 30);
    expect(red - Math.max(green, blue)).toBeGreaterThan(80);
  });

  it('reads grey pictures as three equal channels', async () => {
    const grey = sharp({ create: { width: 9, height: 7, channels: 3, background: '#808080' } }).toColourspace(
      'b-w',
    );
    const photo = await decodePhoto(await grey.png().toBuffer(), LIMITS);
    expect(photo.image.data).toHaveLength(9 * 7 * 3);
    expectColour(photo, 4, 3, [128, 128, 128], 1);
  });

  it.each(['png', 'webp', 'avif', 'gif', 'tiff'] as const)(
    'shows white where a %s is transparent, to people and to the detector alike',
    async (format) => {
      const clear = { r: 0, g: 0, b: 0, alpha: 0 };
      const bytes = await sharp({ create: { width: 8, height: 8, channels: 4, background: clear } })
        .toFormat(format, format === 'tiff' ? { compression: 'lzw' } : {})
        .toBuffer();
      expectColour(await decodePhoto(bytes, LIMITS), 4, 4, [255, 255, 255], 1);
      const { pyramid } = await openPhoto(bytes, LIMITS);
      expect(Math.min(...(await pyramid.atLeast(8)).data)).toBeGreaterThanOrEqual(254);
    },
  );

  it('shows a half transparent colour half on white', async () => {
    const half = { r: 200, g: 0, b: 0, alpha: 0.5 };
    const made = sharp({ create: { width: 8, height: 8, channels: 4, background: half } });
    for (const bytes of [await made.png().toBuffer(), await made.toColourspace('rgb16').png().toBuffer()])
      expectColour(await decodePhoto(bytes, LIMITS), 4, 4, [227, 127, 127], 2);
  });

  it('takes the first frame of an animation', async () => {
    const frame = (background: string): Sharp =>
      sharp({ create: { width: 12, height: 10, channels: 3, background } });
    const frames = [await frame('#c80000').png().toBuffer(), await frame('#0000c8').png().toBuffer()];
    const joined = sharp(frames, { join: { animated: true } });
    for (const bytes of [await joined.webp({ lossless: true }).toBuffer(), await joined.gif().toBuffer()]) {
      const photo = await decodePhoto(bytes, LIMITS);
      expect(photo).toMatchObject({ width: 12, height: 10 });
      expectColour(photo, 6, 5, RED, 2);
    }
  });

  it('takes the still picture with which an animated AVIF begins, and names one that has none', async () => {
    const bytes = await flag().avif({ quality: 90, chromaSubsampling: '4:4:4', effort: 1 }).toBuffer();
    bytes.write('avis', 8, 'latin1');
    const photo = await decodePhoto(bytes, LIMITS);
    expect(photo).toMatchObject({ format: 'avif', width: 60, height: 40 });
    expectColour(photo, 50, 20, BLUE);

    bytes.write('moov', bytes.indexOf('meta', 0, 'latin1'), 'latin1');
    const error = await failure(decodePhoto(bytes, LIMITS));
    expect(error.code).toBe('unsupported-format');
    expect(error.reason).toMatch(/animated AVIF/);
    expect(error.reason).not.toMatch(/damaged/);
  });

  /** Where EXIF 2.32 (4.6.4, tag 274) puts the stored pixel (x, y) in the upright 60x40 picture. */
  const orientations: [number, (x: number, y: number) => [number, number]][] = [
    [1, (x, y) => [x, y]],
    [2, (x, y) => [59 - x, y]],
    [3, (x, y) => [59 - x, 39 - y]],
    [4, (x, y) => [x, 39 - y]],
    [5, (x, y) => [y, x]],
    [6, (x, y) => [59 - y, x]],
    [7, (x, y) => [59 - y, 39 - x]],
    [8, (x, y) => [y, 39 - x]],
  ];
  it.each(orientations)('turns EXIF orientation %i upright', async (orientation, uprightOf) => {
    const upright: RgbImage = { width: 60, height: 40, data: await flag().raw().toBuffer() };
    const [width, height] = orientation >= 5 ? [40, 60] : [60, 40];
    const stored = new Uint8Array(width * height * 3);
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1)
        stored.set(colourAt(upright, ...uprightOf(x, y)), (y * width + x) * 3);
    }
    const raw = sharp(stored, { raw: { width, height, channels: 3 } });
    const photo = await decodePhoto(
      await raw.withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer(),
      LIMITS,
    );
    expect(photo).toMatchObject({ width: 60, height: 40, image: { width: 60, height: 40 } });
    expectColour(photo, 5, 5, GREEN, 40);
    expectColour(photo, 10, 32, RED, 40);
    expectColour(photo, 50, 20, BLUE, 40);
  });

  it('processes a photo of more than 24 megapixels at a smaller size and still tells its own', async () => {
    const wide = await sharp({ create: { width: 8000, height: 4000, channels: 3, background: '#00c800' } })
      .jpeg()
      .toBuffer();
    const photo = await decodePhoto(wide, LIMITS);
    expect(photo).toMatchObject({ width: 8000, height: 4000 });
    expect(photo.image.width * photo.image.height).toBeLessThanOrEqual(24_000_000);
    expect(photo.image.width / photo.image.height).toBeCloseTo(2, 2);
    expectColour(photo, 100, 100, GREEN, 4);
  });
});

/** A PNG that promises side x side white pixels and takes very long to read, although the file is small. */
function endlessPng(side: number): Uint8Array {
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1; // bits per pixel
  const row = side / 8 + 1;
  const rows = deflateSync(Buffer.alloc(row * 100), { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  const stream = Buffer.concat([
    rows.subarray(0, 2),
    ...new Array<Uint8Array>(side / 100).fill(rows.subarray(2)),
  ]);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', stream),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('photos that take too long', () => {
  it('are given up', async () => {
    const limits = { ...LIMITS, maxPixels: 1e10, timeoutMs: 200 };
    const error = await failure(decodePhoto(endlessPng(64_000), limits));
    expect(error.code).toBe('timeout');
    expect(error.reason).toContain('0.2 s');
  });

  it.each([
    [1, 1],
    [1000, 1],
    [1001, 2],
    [60_000, 60],
  ])('may take %d ms, which are %d s of the decoder', async (timeoutMs, seconds) => {
    const timeout = vi.spyOn(Object.getPrototypeOf(sharp(await flag().png().toBuffer())) as Sharp, 'timeout');
    await decodePhoto(await flag().png().toBuffer(), { ...LIMITS, timeoutMs });
    expect(timeout.mock.calls).toEqual([[{ seconds }]]);
    timeout.mockRestore();
  });
});

describe('the size at which a photo is processed', () => {
  it('is its own up to 24 megapixels, and proportional beyond', () => {
    expect(workingSize({ width: 6000, height: 4000 })).toEqual({ width: 6000, height: 4000 });
    const { width, height } = workingSize({ width: 12_000, height: 8_001 });
    expect(width * height).toBeLessThanOrEqual(24_000_000);
    expect(width * height).toBeGreaterThan(23_980_000);
    expect(width / height).toBeCloseTo(12_000 / 8_001, 2);
    expect(workingSize({ width: 100_000_000, height: 1 })).toEqual({ width: 48_989_794, height: 1 });
  });

  it('stops exactly at the limit of pixels', async () => {
    const bytes = await flag().png().toBuffer();
    expect(await decodePhoto(bytes, { ...LIMITS, maxPixels: 2400 })).toMatchObject({ width: 60, height: 40 });
    expect(await failure(decodePhoto(bytes, { ...LIMITS, maxPixels: 2399 }))).toMatchObject({
      code: 'too-many-pixels',
    });
  });

  it('shows grey with transparency as grey on white', async () => {
    const pixels = Uint8Array.of(0, 255, 100, 255, 0, 0, 200, 128);
    const bytes = await sharp(pixels, { raw: { width: 4, height: 1, channels: 2 } })
      .toColourspace('b-w')
      .png()
      .toBuffer();
    const { image } = await decodePhoto(bytes, LIMITS);
    expect([0, 1, 2, 3].map((x) => colourAt(image, x, 0))).toEqual([
      [0, 0, 0],
      [100, 100, 100],
      [255, 255, 255],
      [227, 227, 227],
    ]);
  });

  it('passes on the EXIF block without the prefix that some containers put before it', async () => {
    for (const format of ['jpeg', 'webp', 'png'] as const) {
      const bytes = await flag()
        .withExif({ IFD0: { Make: 'Maker' } })
        .toFormat(format)
        .toBuffer();
      const { exif } = await decodePhoto(bytes, LIMITS);
      expect(['II', 'MM']).toContain(String.fromCharCode(...(exif ?? new Uint8Array(0)).subarray(0, 2)));
    }
    expect('exif' in (await decodePhoto(await flag().png().toBuffer(), LIMITS))).toBe(false);
  });
});

describe('files that are no usable photo', () => {
  const ftyp = (brand: string): Buffer =>
    Buffer.concat([Buffer.from([0, 0, 0, 16]), Buffer.from(`ftyp${brand}\0\0\0\0`)]);
  const named: [string, Uint8Array, PhotoErrorCode, RegExp][] = [
    ['an empty file', new Uint8Array(0), 'empty-file', /empty/],
    ['a text', Buffer.from('Dear all, the photos are attached.'), 'not-an-image', /a text, not an image/],
    ['zeros', new Uint8Array(5000), 'not-an-image', /not an image/],
    ['a single byte', Uint8Array.of(0xff), 'not-an-image', /not an image/],
    ['a PDF', Buffer.from('%PDF-1.7\n%âãÏÓ\n'), 'unsupported-format', /PDF/],
    [
      'an SVG',
      Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
      'unsupported-format',
      /SVG/,
    ],
    ['a JPEG XL', Buffer.from([0xff, 0x0a, 1, 2, 3]), 'unsupported-format', /JPEG XL/],
    ['an MP4 video', ftyp('isom'), 'unsupported-format', /video/],
    ['a RAW file that is no TIFF', ftyp('crx '), 'unsupported-format', /a RAW file of Canon \(\.CR3\)/],
    ['a Photoshop file', Buffer.from('8BPS\0\x01'), 'unsupported-format', /Photoshop/],
    [
      'a JPEG of nothing but its first bytes',
      Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
      'corrupt-image',
      /damaged/,
    ],
    [
      'a PNG of nothing but its signature',
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      'corrupt-image',
      /damaged/,
    ],
    [
      'a HEIC whose pixels were cut off',
      Buffer.concat([ftyp('heic'), Buffer.from([0, 0, 9, 0]), Buffer.from('mdat')]),
      'corrupt-image',
      /cut off/,
    ],
    ['a HEIC of nothing but its brand', ftyp('heic'), 'corrupt-image', /damaged/],
  ];
  it.each(named)('says what is wrong with %s', async (_, bytes, code, reason) => {
    const error = await failure(decodePhoto(bytes, LIMITS));
    expect(error).toMatchObject({ code });
    expect(error.reason).toMatch(reason);
  });

  it.each(['jpeg', 'png', 'webp', 'tiff', 'gif', 'avif'] as const)(
    'refuses a %s that was cut off',
    async (format) => {
      const noise = sharp({
        create: {
          width: 200,
          height: 150,
          channels: 3,
          background: '#777',
          noise: { type: 'gaussian', mean: 128, sigma: 50 },
        },
      });
      const bytes = await noise.toFormat(format).toBuffer();
      const error = await failure(decodePhoto(bytes.subarray(0, Math.floor(bytes.length * 0.5)), LIMITS));
      expect(error.code).toBe('corrupt-image');
    },
  );

  it('counts the pixels before it decodes any: a header that promises 400 megapixels is refused', async () => {
    const bomb = await flag().png().toBuffer();
    bomb.writeUInt32BE(20_000, 16);
    bomb.writeUInt32BE(20_000, 20);
    bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
    const error = await failure(decodePhoto(bomb, LIMITS));
    expect(error.code).toBe('too-many-pixels');
    expect(error.reason).toMatch(/20000x20000 \(400 megapixels\); the limit is 150/);
  });

  it('refuses too many bytes and missing files by the name of the problem, without revealing a path', async () => {
    const tooLarge = await failure(readPhoto({ bytes: new Uint8Array(2048) }, { maxBytes: 1024 }));
    expect(tooLarge.code).toBe('too-many-bytes');
    const missing = await failure(readPhoto({ path: '/nowhere/secret/photo.jpg' }, LIMITS));
    expect(missing.code).toBe('missing-file');
    expect(missing.reason).not.toContain('secret');
    const reason = 'The file has 1.5 MB; the limit is 1.0 MB. Upload a smaller copy or raise the limit.';
    expect(
      await failure(readPhoto({ bytes: new Uint8Array(1.5 * 2 ** 20) }, { maxBytes: 2 ** 20 })),
    ).toMatchObject({ reason });
    const path = fileURLToPath(import.meta.url);
    const bytes = readFileSync(path);
    expect(await failure(readPhoto({ path }, { maxBytes: bytes.length - 1 }))).toMatchObject({
      code: 'too-many-bytes',
    });
    expect(Buffer.compare(await readPhoto({ path }, { maxBytes: bytes.length }), bytes)).toBe(0);
    expect(await readPhoto({ bytes: new Uint8Array(1024) }, { maxBytes: 1024 })).toHaveLength(1024);
    expect(await failure(readPhoto({ bytes: new Uint8Array(0) }, { maxBytes: 1024 }))).toMatchObject({
      code: 'empty-file',
    });
    const folder = await failure(readPhoto({ path: fileURLToPath(new URL('.', import.meta.url)) }, LIMITS));
    expect(folder.code).toBe('not-an-image');
  });
});

/** HEVC cannot be encoded here, so HEIC needs photos taken by phones. */
const formats =
  process.env.VISAGE_DATA ?? fileURLToPath(new URL('../../../../../shared/data', import.meta.url));
describe.skipIf(!existsSync(`${formats}/albums/formats`))(
  'photos as phones write them (skipped: no data)',
  () => {
    const read = (file: string): Buffer => readFileSync(`${formats}/albums/formats/${file}`);

    it.each(['IMG_2682.heic', 'samsung-one-ui-6.heic'])(
      'decodes %s upright, in its own size',
      async (file) => {
        const photo = await decodePhoto(read(file), LIMITS);
        expect(photo.format).toBe('heic');
        expect(photo.width).toBeGreaterThan(1000);
        expect(photo.image.data).toHaveLength(photo.image.width * photo.image.height * 3);
        expect(new Set(photo.image.data.subarray(0, 300_000)).size).toBeGreaterThan(20);
      },
      60_000,
    );

    it('refuses a HEIC that was cut off', async () => {
      const bytes = read('IMG_2682.heic');
      const error = await failure(decodePhoto(bytes.subarray(0, bytes.length >> 1), LIMITS));
      expect(error.code).toBe('corrupt-image');
    }, 60_000);

    it('gives up a HEIC that takes too long', async () => {
      const error = await failure(decodePhoto(read('IMG_2682.heic'), { ...LIMITS, timeoutMs: 5 }));
      expect(error.code).toBe('timeout');
    });

    it('shows a photo with orientation 6 as its upright twin', async () => {
      const turned = await decodePhoto(read('portrait-orientation-6.jpg'), LIMITS);
      const twin = await decodePhoto(read('portrait.jpg'), LIMITS);
      expect([turned.width, turned.height]).toEqual([twin.width, twin.height]);
      const difference = twin.image.data.reduce(
        (sum, v, i) => sum + Math.abs(v - (turned.image.data[i] ?? 0)),
        0,
      );
      expect(difference / twin.image.data.length).toBeLessThan(8);
    });
  },
);
