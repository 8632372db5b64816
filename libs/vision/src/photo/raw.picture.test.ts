import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { PhotoError } from '@visage/contracts/photo-error.contract';
import { LIMITS } from '../testing/shipped.models.js';
import { rawFile, type RawFile } from '../testing/raw.file.js';
import { decodePhoto } from './photo.decode.js';
import { readMetadata } from './photo.metadata.js';
import { openPhoto } from './photo.open.js';
import { rawPicture, THUMBNAIL_SIDE } from './raw.picture.js';

/** Red on the left, blue on the right. */
async function jpegOf(width: number, height: number, orientation?: number): Promise<Buffer> {
  const half = {
    left: 0,
    top: 0,
    input: { create: { width: width >> 1, height, channels: 3, background: '#c80000' } },
  } as const;
  const made = sharp({ create: { width, height, channels: 3, background: '#0000c8' } }).composite([half]);
  return (orientation === undefined ? made : made.withMetadata({ orientation }))
    .jpeg({ quality: 95 })
    .toBuffer();
}

async function refusal(work: Promise<unknown>): Promise<PhotoError> {
  const error: unknown = await work.then(
    () => null,
    (cause: unknown) => cause,
  );
  if (error instanceof PhotoError) return error;
  throw new Error('it was not refused');
}

describe('a RAW file', () => {
  it.each<[string, RawFile]>([
    ['NEF', {}],
    ['ARW', { make: 'SONY', model: 'ILCE-7M3' }],
    ['DNG', { make: 'Apple', model: 'iPhone 15 Pro', dng: true }],
    ['big-endian NEF with the values of its sensor', { sensor: true, bigEndian: true }],
  ])('is shown by the JPEG inside, not by its thumbnail: %s', async (_, camera) => {
    const bytes = rawFile(await jpegOf(800, 600), camera);
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 160, height: 120 });
    const photo = await decodePhoto(bytes, LIMITS);
    expect(photo).toMatchObject({
      format: 'raw',
      width: 800,
      height: 600,
      image: { width: 800, height: 600 },
    });
    const [red = 0, , blue = 0] = photo.image.data;
    expect([red > 180, blue < 30]).toEqual([true, true]);
    expect((await openPhoto(bytes, LIMITS)).pyramid).toMatchObject({ width: 800, height: 600 });
  });

  it('stands upright by its own orientation, whatever the JPEG inside says', async () => {
    for (const inside of [undefined, 1, 3]) {
      const photo = await decodePhoto(rawFile(await jpegOf(800, 600, inside), { orientation: 6 }), LIMITS);
      expect([photo.width, photo.height, photo.image.width]).toEqual([600, 800, 600]);
      expect(photo.image.data[0]).toBeGreaterThan(180); // what was left is above
      expect(photo.image.data.at(-1)).toBeGreaterThan(180);
    }
  });

  it('says when and with what it was taken by its own tags', async () => {
    const bytes = rawFile(await jpegOf(800, 600), { takenAt: '2026:06:20 15:04:05', orientation: 8 });
    expect(readMetadata(await decodePhoto(bytes, LIMITS))).toMatchObject({
      format: 'raw',
      orientation: 8,
      takenAt: expect.stringMatching(/^2026-06-20T15:04:05/) as string,
      camera: 'NIKON D750',
    });
  });

  it('with several pictures inside is shown by the largest, up to a thumbnail and not one pixel less', async () => {
    const small = rawFile(await jpegOf(THUMBNAIL_SIDE, 480));
    expect((await refusal(decodePhoto(small, LIMITS))).reason).toContain('a RAW file of Nikon (.NEF)');
    expect(await decodePhoto(rawFile(await jpegOf(THUMBNAIL_SIDE + 1, 480)), LIMITS)).toMatchObject({
      width: THUMBNAIL_SIDE + 1,
    });
  });

  it.each<[string, RawFile]>([
    ['Nikon (.NEF)', {}],
    ['Sony (.ARW)', { make: 'SONY' }],
    ['Apple (.DNG)', { make: 'Apple', dng: true }],
    ['Pentax (.PEF)', { make: 'RICOH IMAGING COMPANY, LTD.' }],
    ['Hexacam', { make: 'Hexacam' }],
  ])('without a picture inside is refused by its name: %s', async (name, camera) => {
    const error = await refusal(decodePhoto(rawFile(null, camera), LIMITS));
    expect(error.code).toBe('unsupported-format');
    expect(error.reason).toMatch(/^This is a RAW file of .* without a picture inside/);
    expect(error.reason).toContain(name);
  });

  it('whose picture lies beyond its end, or is no picture, is refused too, and never shown by its thumbnail', async () => {
    const jpeg = await jpegOf(800, 600);
    const whole = rawFile(jpeg);
    for (const bytes of [rawFile(jpeg.fill(0, 0, 2)), whole.subarray(0, whole.indexOf('NIKON') - 400)]) {
      const error = await refusal(decodePhoto(bytes, LIMITS));
      expect(['unsupported-format', 'corrupt-image']).toContain(error.code);
    }
  });
});

describe('what is no RAW file', () => {
  it('stays the TIFF that it is', async () => {
    const tiff = await sharp(await jpegOf(60, 40))
      .tiff({ compression: 'lzw' })
      .toBuffer();
    expect(rawPicture(tiff)).toBeNull();
    expect(await decodePhoto(tiff, LIMITS)).toMatchObject({ format: 'tiff', width: 60, height: 40 });
    expect(rawPicture(new Uint8Array(0))).toBeNull();
  });

  it('is read to an end, also where its directories lead in a circle or nowhere', async () => {
    const bytes = rawFile(await jpegOf(800, 600));
    const at = bytes.readUInt32LE(4);
    const end = at + 2 + bytes.readUInt16LE(at) * 12;
    bytes.writeUInt32LE(at, end);
    expect(rawPicture(bytes)).not.toBeNull();
    bytes.writeUInt32LE(0xfffffff0, end);
    expect(rawPicture(bytes)).not.toBeNull();
    for (let cut = 0; cut < 200; cut += 7) {
      try {
        rawPicture(bytes.subarray(0, bytes.length - cut));
      } catch (error) {
        expect(error).toBeInstanceOf(PhotoError);
      }
    }
  });
});
