import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { ImagePyramid } from '../image/image.pyramid.js';
import { encodeCrop, encodePreview } from './photo.preview.js';
import type { RgbImage } from '../image/rgb.image.js';

/** Red counts the columns, green the rows, both from 0 to 255. */
function slopes(width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      data.set([(255 * x) / (width - 1), (255 * y) / (height - 1), 90], (y * width + x) * 3);
  return { width, height, data };
}

async function corners(
  webp: Uint8Array,
): Promise<{ width: number; height: number; at: (x: number, y: number) => number[] }> {
  const { data, info } = await sharp(webp).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    at: (x, y) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)],
  };
}

function expectColour(found: readonly number[], wanted: readonly number[], within = 9): void {
  wanted.forEach((value, channel) =>
    expect(Math.abs((found[channel] ?? NaN) - value), `${found.join()} for ${wanted.join()}`).toBeLessThan(
      within,
    ),
  );
}

describe('a preview', () => {
  it.each([
    [400, 300, 200, 200, 150],
    [300, 400, 200, 150, 200],
    [400, 300, 400, 400, 300],
    [400, 300, 401, 400, 300],
    [40, 30, 1000, 40, 30],
    [300, 300, 100, 100, 100],
    [400, 2, 100, 100, 1],
    [2, 400, 100, 1, 100],
    [401, 299, 200, 200, 149],
  ])('of %d x %d pixels with %d on its longer side has %d x %d', async (width, height, longSide, w, h) => {
    const preview = await encodePreview(new ImagePyramid(slopes(width, height)), longSide);
    expect(preview).toMatchObject({ width: w, height: h });
    expect(await corners(preview.webp)).toMatchObject({ width: w, height: h });
  });

  it('shows the whole photo, in memory of its own', async () => {
    const { webp } = await encodePreview(new ImagePyramid(slopes(400, 300)), 100);
    const { at } = await corners(webp);
    expectColour(at(0, 0), [0, 0, 90], 14);
    expectColour(at(99, 74), [255, 255, 90], 14);
    expectColour(at(50, 37), [128, 128, 90], 14);
    expect([webp.byteOffset, webp.buffer.byteLength]).toEqual([0, webp.length]);
    expect(Object.prototype.toString.call(webp.buffer)).toBe('[object ArrayBuffer]');
  });
});

describe('the picture of a face', () => {
  /**
   * Whether the crop of a face in a photo of 200 x 150 is this square: white bands in its middle are where they should
   * be.
   */
  async function expectShown(
    face: [number, number, number, number],
    [left, top, side]: [number, number, number],
  ): Promise<void> {
    for (const along of ['x', 'y'] as const) {
      const from = (along === 'x' ? left : top) + side / 4;
      const data = new Uint8Array(200 * 150 * 3);
      for (let i = 0; i < 200 * 150; i += 1) {
        const place = along === 'x' ? i % 200 : Math.floor(i / 200);
        data.fill(
          255 * Math.min(1, Math.max(0, Math.min(place + 1 - from, from + side / 2 - place))),
          i * 3,
          i * 3 + 3,
        );
      }
      const { width, height, at } = await corners(
        await encodeCrop(new ImagePyramid({ width: 200, height: 150, data }), face, 80),
      );
      expect([width, height]).toEqual([80, 80]);
      const line = Array.from({ length: 80 }, (_, k) => (along === 'x' ? at(k, 40) : at(40, k))[0] ?? 0);
      const dark = line.slice(0, 40).reduce((sum, value) => sum + 1 - value / 255, 0);
      const darkAfter = line.slice(40).reduce((sum, value) => sum + 1 - value / 255, 0);
      expect(Math.abs(dark - 20), `${along} begins`).toBeLessThan(0.8);
      expect(Math.abs(darkAfter - 20), `${along} ends`).toBeLessThan(0.8);
    }
  }

  it('has its longer side 1.7 times as long as the face, which is in the middle', async () => {
    await expectShown([70, 45, 60, 60], [49, 24, 102]);
    await expectShown([70, 55, 60, 40], [49, 24, 102]);
    await expectShown([80, 45, 40, 60], [49, 24, 102]);
  });

  it('stays inside the photo at each border', async () => {
    await expectShown([2, 45, 60, 60], [0, 24, 102]);
    await expectShown([70, 1, 60, 60], [49, 0, 102]);
    await expectShown([138, 45, 60, 60], [98, 24, 102]);
    await expectShown([70, 88, 60, 60], [49, 48, 102]);
  });

  it('is no larger than the photo, wide or tall', async () => {
    await expectShown([50, 10, 125, 125], [37.5, 0, 150]);
    const tall = await encodeCrop(new ImagePyramid(slopes(100, 300)), [0, 50, 100, 120], 80);
    expectColour((await corners(tall)).at(40, 2), [128, (255 * 62) / 299, 90], 16);
    expectColour((await corners(tall)).at(2, 40), [8, (255 * 110) / 299, 90], 16);
  });
});
