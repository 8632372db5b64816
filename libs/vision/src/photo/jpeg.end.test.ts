import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { PhotoError } from '@visage/contracts/photo-error.contract';
import { LIMITS } from '../testing/shipped.models.js';
import { jpegSegments, isScan } from './jpeg.segments.js';
import { decodePhoto } from './photo.decode.js';
import { openPhoto } from './photo.open.js';

const noise = sharp({
  create: {
    width: 90,
    height: 52,
    channels: 3,
    background: '#777',
    noise: { type: 'gaussian', mean: 128, sigma: 40 },
  },
});
const kinds: [string, () => Promise<Buffer>][] = [
  ['sequential', () => noise.clone().jpeg({ quality: 90 }).toBuffer()],
  ['finest', () => noise.clone().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer()],
  ['grey', () => noise.clone().toColourspace('b-w').jpeg({ quality: 80 }).toBuffer()],
  ['optimised', () => noise.clone().jpeg({ quality: 70, mozjpeg: true, progressive: false }).toBuffer()],
  ['progressive', () => noise.clone().jpeg({ quality: 90, progressive: true }).toBuffer()],
];

/** Its pixels, or why there are none. */
async function seen(bytes: Uint8Array): Promise<Uint8Array | string> {
  try {
    return (await decodePhoto(bytes, LIMITS)).image.data;
  } catch (error) {
    if (error instanceof PhotoError) return error.code;
    throw error;
  }
}

function same(one: Uint8Array | string, other: Uint8Array | string): boolean {
  return typeof one !== 'string' && typeof other !== 'string' && Buffer.compare(one, other) === 0;
}

describe.each(kinds)('a %s JPEG that ends early', (_, make) => {
  it('is the same photo without its end marker, whole or half of it', async () => {
    const whole = await make();
    expect([...whole.subarray(-2)]).toEqual([0xff, 0xd9]);
    const pixels = await seen(whole);
    for (const lost of [1, 2])
      expect(same(await seen(whole.subarray(0, -lost)), pixels), `${lost} bytes lost`).toBe(true);
  });

  it('is refused as soon as anything of a row is missing, and never shown otherwise than it was', async () => {
    const whole = await make();
    const pixels = await seen(whole);
    const cut = [...Array.from({ length: 24 }, (_byte, i) => i + 3), whole.length >> 2, whole.length >> 1];
    for (const lost of cut) {
      const left = await seen(whole.subarray(0, -lost));
      expect(left === 'corrupt-image' || same(left, pixels), `${lost} bytes lost`).toBe(true);
      if (lost > 8) expect(same(left, pixels), `${lost} bytes lost`).toBe(false);
    }
  });
});

it('a progressive JPEG that lacks a pass over its rows is refused, wherever it was cut', async () => {
  const whole = await noise.clone().jpeg({ quality: 90, progressive: true }).toBuffer();
  const segments = [...jpegSegments(whole)];
  const later = segments.filter(isScan).slice(1);
  expect(later.length).toBeGreaterThan(3);
  for (const scan of later) {
    // before the tables of the scan, where there are any
    const before = segments[segments.indexOf(scan) - 1];
    const start = before && !isScan(before) && before.end === scan.start ? before.start : scan.start;
    expect(await seen(whole.subarray(0, start)), `before byte ${start}`).toBe('corrupt-image');
    expect(await seen(whole.subarray(0, scan.start)), `before byte ${scan.start}`).toBe('corrupt-image');
    expect(await seen(whole.subarray(0, scan.end)), `before byte ${scan.end}`).toBe('corrupt-image');
  }
});

it('a large JPEG without its end marker is a photo, also where only its half is decoded', async () => {
  const whole = await sharp(await noise.clone().png().toBuffer())
    .resize(3600, 2400)
    .jpeg()
    .toBuffer();
  const { pyramid, width } = await openPhoto(whole.subarray(0, -2), LIMITS);
  expect([width, pyramid.width]).toEqual([3600, 3600]);
  await expect(openPhoto(whole.subarray(0, -400), LIMITS)).rejects.toMatchObject({ code: 'corrupt-image' });
});
