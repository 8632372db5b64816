import { photoLimitsSchema } from '@visage/contracts/photo-error.contract';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { boxToSource } from '../image/affine.matrix.js';
import { ImagePyramid } from '../image/image.pyramid.js';
import { decodePhoto } from './photo.decode.js';
import { openPhoto } from './photo.open.js';
import type { RgbImage } from '../image/rgb.image.js';

const LIMITS = photoLimitsSchema.parse({});

/** Blotches of many sizes, 3600 x 2400 pixels as stored. */
async function largePhoto(orientation: number): Promise<Uint8Array> {
  const blotches = sharp({
    create: {
      width: 90,
      height: 60,
      channels: 3,
      background: '#777',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  });
  const pixels = await blotches.png().toBuffer();
  return sharp(pixels).resize(3600, 2400).withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer();
}

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] ?? 0)), 0) / a.length;
}

it.each([1, 6])(
  'a large photo looks the same from its half as from the whole, orientation %d',
  async (orientation) => {
    const bytes = await largePhoto(orientation);
    const { pyramid, width, height } = await openPhoto(bytes, LIMITS);
    expect([width, height]).toEqual(orientation === 1 ? [3600, 2400] : [2400, 3600]);
    expect([pyramid.width, pyramid.height]).toEqual([width, height]);
    const whole = new ImagePyramid((await decodePhoto(bytes, LIMITS)).image);
    const far = boxToSource([300, 200, 1600, 1600], 400, 400);
    expect(
      meanDifference(await pyramid.sample(far, 400, 400), await whole.sample(far, 400, 400)),
    ).toBeLessThan(0.5);
    const near = boxToSource([300, 200, 150, 150], 112, 112);
    expect(await pyramid.sample(near, 112, 112)).toEqual(await whole.sample(near, 112, 112));
  },
);

it('the whole photo is decoded once, and only when something small is looked at', async () => {
  const flat = (width: number, height: number): RgbImage => ({
    width,
    height,
    data: new Uint8Array(width * height * 3).fill(9),
  });
  let decoded = 0;
  const decode = (): Promise<RgbImage> => {
    decoded += 1;
    return Promise.resolve(flat(81, 61));
  };
  const pyramid = new ImagePyramid(flat(40, 30), { width: 81, height: 61, decode });
  const step = (length: number) => boxToSource([0, 0, length, length], 10, 10);
  await pyramid.sample(step(40), 10, 10);
  await pyramid.sample(step(20), 10, 10);
  await pyramid.sample(step(15), 10, 10, 2 / 3);
  await pyramid.shrunk(2.5);
  expect(decoded).toBe(0);
  await pyramid.sample(step(15), 10, 10);
  await pyramid.sample(step(5), 10, 10);
  expect(decoded).toBe(1);
});

it('a large photo that was cut off is refused although only half of it would be looked at', async () => {
  const bytes = await largePhoto(1);
  await expect(openPhoto(bytes.subarray(0, bytes.length >> 1), LIMITS)).rejects.toMatchObject({
    code: 'corrupt-image',
  });
});

it.each([
  ['jpeg', 3200, 100, 16, true],
  ['jpeg', 100, 3200, 16, true],
  ['jpeg', 3199, 100, 16, false],
  ['png', 3300, 100, 16, false],
] as const)(
  'a %s of %d x %d is opened at half its size only if that is enough to look for faces',
  async (format, width, height, side, half) => {
    const bytes = await sharp({ create: { width, height, channels: 3, background: '#456' } })
      .toFormat(format)
      .toBuffer();
    const { pyramid, ...photo } = await openPhoto(bytes, LIMITS);
    expect(photo).toMatchObject({ format, width, height });
    expect([pyramid.width, pyramid.height]).toEqual([width, height]);
    const decoded = await pyramid.shrunk(2);
    expect([decoded.width, decoded.height]).toEqual(
      [Math.round(width / 2), Math.round(height / 2)].map((length, i) =>
        Math.min(length, ([width, height][i] ?? 0) >> 1),
      ),
    );
    // Only a photo opened at half its size has something left to decode.
    expect(Reflect.get(pyramid, 'whole') !== undefined).toBe(half);
    expect(await pyramid.sample(boxToSource([0, 0, side, side], side, side), side, side)).toHaveLength(
      side * side * 3,
    );
  },
);

it('a photo larger than the working size is processed at that, and its own size is still reported', async () => {
  const bytes = await sharp({ create: { width: 8000, height: 4000, channels: 3, background: '#456' } })
    .jpeg()
    .toBuffer();
  const { pyramid, width, height } = await openPhoto(bytes, LIMITS);
  expect([width, height]).toEqual([8000, 4000]);
  expect([pyramid.width, pyramid.height]).toEqual([6928, 3464]);
});
