import sharp from 'sharp';
import { expect, test } from 'vitest';
import { drawCrop, drawPhoto, PHOTO_SIZE, tileBox, tileLandmarks } from './drawn.photo.js';
import { madeName } from './made.names.js';

const TAKEN = '2026-06-20T10:00:10';

test('the same photo is the same bytes each time, and another number or person makes another photo', async () => {
  const { jpeg } = await drawPhoto(7, [0, 1, 2], TAKEN);
  expect((await drawPhoto(7, [0, 1, 2], TAKEN)).jpeg.equals(jpeg)).toBe(true);
  for (const other of [await drawPhoto(8, [0, 1, 2], TAKEN), await drawPhoto(7, [0, 1, 3], TAKEN)])
    expect(other.jpeg.equals(jpeg)).toBe(false);
});

test('a photo is a small JPEG that knows when it was taken, with pictures as the detector makes them', async () => {
  const { jpeg, preview, thumbnail } = await drawPhoto(0, [0, 1, 2], TAKEN);
  expect(await sharp(jpeg).metadata()).toMatchObject({ format: 'jpeg', ...PHOTO_SIZE });
  expect(jpeg.includes('2026:06:20 10:00:10')).toBe(true);
  expect(jpeg.length).toBeLessThan(100_000);
  expect(await sharp(preview).metadata()).toMatchObject({ format: 'webp', ...PHOTO_SIZE });
  expect(await sharp(thumbnail).metadata()).toMatchObject({ format: 'webp', width: 512 });
  expect((await sharp(await drawCrop(3)).metadata()).width).toBe(160);
});

test('three tiles and their landmarks are inside of the photo and do not touch', () => {
  const boxes = [0, 1, 2].map(tileBox);
  for (const [index, box] of boxes.entries()) {
    const [x, y, width, height] = box;
    expect(x).toBeGreaterThan(index === 0 ? 0 : (boxes[index - 1]?.[0] ?? 0) + width);
    expect([x + width <= PHOTO_SIZE.width, y + height <= PHOTO_SIZE.height]).toEqual([true, true]);
    for (const [px, py] of tileLandmarks(box))
      expect(px > x && px < x + width && py > y && py < y + height).toBe(true);
  }
});

test('a thousand people have a thousand names', () => {
  expect(new Set(Array.from({ length: 3000 }, (_, number) => madeName(number))).size).toBe(3000);
});
