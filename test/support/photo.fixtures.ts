/** @module Photos for end-to-end tests: the six that come with a development dependency, variants of them, bad files. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { blankLocation } from '@visage/vision/location/location.blank';
import sharp, { type Sharp } from 'sharp';

export interface NamedFile {
  name: string;
  bytes: Buffer;
}

const demoFolder = join(
  dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')),
  'demo',
);

/** One of the six sample photos, 1..6, each with people in it. */
export const samplePhotoPath = (number: number): string => join(demoFolder, `sample${number}.jpg`);

export async function samplePhoto(number: number): Promise<NamedFile> {
  return { name: `sample${number}.jpg`, bytes: await readFile(samplePhotoPath(number)) };
}

/** A sample photo as it leaves where the location is hidden: of the same length, and without telling where it was taken. */
export async function sampleWithoutLocation(number: number): Promise<Buffer> {
  const { bytes } = await samplePhoto(number);
  const blanks = blankLocation(bytes);
  if ('unblankable' in blanks) throw new Error(blanks.unblankable);
  for (const patch of blanks.patches) bytes.set(patch.bytes, patch.start);
  return bytes;
}

/** Distinct files (each with its own SHA-256) with the sample's faces in them. */
export async function photoVariants(count: number): Promise<NamedFile[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => ({
      name: `DSC_${String(index).padStart(4, '0')}.jpg`,
      bytes: await sharp(samplePhotoPath((index % 6) + 1))
        .resize({ width: 960 })
        .modulate({ brightness: 0.85 + index * 0.005 })
        .jpeg({ quality: 88 })
        .toBuffer(),
    })),
  );
}

/** A PNG whose header announces `width x height` pixels and whose data is a few bytes. */
export function bombPng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const crc = Buffer.alloc(4);
    crc.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, crc]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(64))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Files that can never become photos, each with the code its reason must carry. */
export async function badFiles(): Promise<{ file: NamedFile; code: string }[]> {
  const { bytes: whole } = await samplePhoto(1);
  const file = (name: string, bytes: Buffer): NamedFile => ({ name, bytes });
  return [
    { file: file('notes.jpg', Buffer.from('Dear guests, this is not a photo.')), code: 'not-an-image' },
    { file: file('cut.jpg', whole.subarray(0, Math.floor(whole.length / 2))), code: 'corrupt-image' },
    { file: file('empty.jpg', Buffer.alloc(0)), code: 'empty-file' },
    { file: file('bomb.png', bombPng(20_000, 20_000)), code: 'too-many-pixels' },
    {
      file: file(
        'drawing.svg',
        Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      ),
      code: 'unsupported-format',
    },
    {
      // ISO/IEC 18181-2: the signature box of a JPEG XL container.
      file: file(
        'modern.jxl',
        Buffer.from('0000000c4a584c200d0a870a00000014667479706a786c20000000006a786c20', 'hex'),
      ),
      code: 'unsupported-format',
    },
  ];
}

/**
 * The file of a camera held so that its pixels need `orientation` (EXIF 2.32, tag 0x0112) to be upright.
 * @param upright PNG of the upright picture.
 */
async function heldAs(orientation: number, upright: Buffer): Promise<Buffer> {
  const turned = sharp(upright).rotate(
    ({ 3: 180, 4: 180, 6: 270, 7: 270, 8: 90, 5: 90 } as Record<number, number>)[orientation] ?? 0,
  );
  const pixels = sharp(await turned.png().toBuffer()).flop([2, 4, 5, 7].includes(orientation));
  return pixels.withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer();
}

/** Unusual files that are photos all the same, with the upright size each must be given. */
export async function unusualPhotos(): Promise<{ file: NamedFile; width: number; height: number }[]> {
  const base = (): Sharp => sharp(samplePhotoPath(2)).resize(640, 400, { fit: 'cover' });
  const size = { width: 640, height: 400 };
  const upright = await base().png().toBuffer();
  const oriented = await Promise.all(
    [1, 2, 3, 4, 5, 6, 7, 8].map(async (orientation) => ({
      file: { name: `orientation-${orientation}.jpg`, bytes: await heldAs(orientation, upright) },
      ...size,
    })),
  );
  const animation = sharp(
    await Promise.all(
      [1, 2, 3].map((n) => sharp(samplePhotoPath(n)).resize(640, 400, { fit: 'cover' }).png().toBuffer()),
    ),
    { join: { animated: true } },
  );
  return [
    ...oriented,
    { file: { name: 'press.jpg', bytes: await base().toColourspace('cmyk').jpeg().toBuffer() }, ...size },
    { file: { name: 'deep.png', bytes: await base().toColourspace('rgb16').png().toBuffer() }, ...size },
    { file: { name: 'alpha.png', bytes: await base().ensureAlpha(0.5).png().toBuffer() }, ...size },
    { file: { name: 'grey.jpg', bytes: await base().greyscale().jpeg().toBuffer() }, ...size },
    { file: { name: 'modern.avif', bytes: await base().avif({ effort: 0 }).toBuffer() }, ...size },
    { file: { name: 'moving.webp', bytes: await animation.clone().webp({ effort: 0 }).toBuffer() }, ...size },
    { file: { name: 'moving.gif', bytes: await animation.clone().gif({ effort: 1 }).toBuffer() }, ...size },
    { file: { name: 'scan.tiff', bytes: await base().tiff({ compression: 'lzw' }).toBuffer() }, ...size },
  ];
}
