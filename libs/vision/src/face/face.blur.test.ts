import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Box } from '@visage/contracts/geometry.contract';
import type { RgbImage } from '../image/rgb.image.js';
import { blurHeads } from './face.blur.js';

/** Loud noise, so that whatever is left of it shows. */
function noise(width: number, height: number, seed = 1): RgbImage {
  let state = seed;
  const data = Uint8Array.from({ length: width * height * 3 }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state > 2 ** 30 ? 255 : 0;
  });
  return { width, height, data };
}

const pixel = ({ width, data }: RgbImage, x: number, y: number): number[] => [
  ...data.subarray(3 * (y * width + x), 3 * (y * width + x) + 3),
];

describe('a head that is blurred', () => {
  it('keeps nothing of what is finer than a seventh of it, and leaves the rest of the photo as it was', () => {
    const before = noise(300, 200);
    const after = blurHeads(before, [[120, 70, 50, 60]]);
    const wrong: number[][] = [];
    for (let y = 0; y < 200; y += 1)
      for (let x = 0; x < 300; x += 1) {
        const distance = Math.hypot(x + 0.5 - 145, y + 0.5 - 100);
        const [now, then] = [pixel(after, x, y), pixel(before, x, y)];
        if (distance > 69 && now.join() !== then.join()) wrong.push([x, y]);
        if (distance < 64 && now.some((value) => Math.abs(value - 127.5) > 40)) wrong.push([x, y]);
      }
    expect(wrong).toEqual([]);
    expect(before.data).toEqual(noise(300, 200).data);
  });

  it('covers hair and chin, however the head lies', () => {
    const after = blurHeads(noise(300, 300), [[130, 120, 40, 60]]);
    for (const [x, y] of [
      [150, 98],
      [150, 202],
      [98, 150],
      [202, 150],
    ] as const)
      expect(Math.abs((pixel(after, x, y)[0] ?? 0) - 127.5)).toBeLessThan(40);
  });

  it('is covered twice by two faces that overlap, and at the edge of the photo as far as there is one', () => {
    const photo = noise(64, 48);
    const boxes = fc
      .tuple(fc.integer({ min: -40, max: 80 }), fc.integer({ min: -40, max: 60 }))
      .map(([x, y]): Box => [x, y, 9, 11]);
    fc.assert(
      fc.property(fc.array(boxes, { maxLength: 4 }), (faces) => {
        const { width, height, data } = blurHeads(photo, faces);
        expect([width, height, data.length]).toEqual([64, 48, photo.data.length]);
      }),
    );
  });
});
