import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { drawWatermark } from './watermark.draw.js';

const picture = (width: number, height: number, grey: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: { r: grey, g: grey, b: grey } } })
    .webp({ lossless: true })
    .toBuffer();

/** Where the picture changed: the box around it in parts of the picture, and the largest change in brightness. */
async function changeOf(before: Buffer, after: Buffer) {
  const [a, b] = await Promise.all(
    [before, after].map((webp) => sharp(webp).greyscale().raw().toBuffer({ resolveWithObject: true })),
  );
  if (!a || !b) throw new Error('no picture');
  const { width, height } = b.info;
  expect([width, height]).toEqual([a.info.width, a.info.height]);
  const box = { left: 1, top: 1, right: 0, bottom: 0 };
  let most = 0;
  for (let index = 0; index < width * height; index += 1) {
    const change = Math.abs((a.data[index * a.info.channels] ?? 0) - (b.data[index * b.info.channels] ?? 0));
    most = Math.max(most, change);
    if (change < 24) continue;
    const [x, y] = [(index % width) / width, Math.floor(index / width) / height];
    box.left = Math.min(box.left, x);
    box.top = Math.min(box.top, y);
    box.right = Math.max(box.right, x);
    box.bottom = Math.max(box.bottom, y);
  }
  return { box, most };
}

describe('the watermark of a preview', () => {
  test.each([20, 128, 250])(
    'is seen on a ground of brightness %i, in the lower right corner',
    async (grey) => {
      const plain = await picture(1600, 1067, grey);
      const { box, most } = await changeOf(plain, await drawWatermark(plain, 'Wedding of Ana and Luis'));
      expect(most).toBeGreaterThan(40);
      expect(box.left).toBeGreaterThan(0.4);
      expect(box.top).toBeGreaterThan(0.88);
      expect(Math.max(box.right, box.bottom)).toBeLessThan(1);
    },
  );

  test.each(['Wedding of Ana and Luis', 'Свадьба Анны и Бена', 'Γάμος Άννας', '婚礼', 'x'.repeat(200)])(
    'fits into an upright thumbnail: %s',
    async (text) => {
      const plain = await picture(300, 450, 120);
      const { box, most } = await changeOf(plain, await drawWatermark(plain, text));
      expect(most).toBeGreaterThan(24);
      expect(box.left).toBeGreaterThan(0.2);
      expect(box.right).toBeLessThan(1);
    },
  );

  test('never falls back to the unmarked picture', async () => {
    await expect(drawWatermark(Buffer.from('no picture'), 'Wedding')).rejects.toThrow();
  });
});
