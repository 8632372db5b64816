import { describe, expect, it } from 'vitest';
import { ImagePyramid } from './image.pyramid.js';
import { TurnedPhoto, type Quarters } from './image.turned.js';

/** Red counts the columns, green the rows. */
function ramp(width: number, height: number): ImagePyramid {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) data.set([x, y, 7], (y * width + x) * 3);
  return new ImagePyramid({ data, width, height });
}

const turns: readonly Quarters[] = [1, 2, 3];

describe('a photo turned by quarters', () => {
  it.each(turns)('shows the same pixels in a window as in the whole, %d quarters', async (quarters) => {
    const turned = new TurnedPhoto(ramp(40, 30), quarters);
    const whole = await turned.shrunk(1);
    expect([whole.width, whole.height]).toEqual([turned.width, turned.height]);
    const patch = await turned.sample({ a: 1, b: 0, tx: 5, c: 0, d: 1, ty: 9 }, 12, 8);
    for (let y = 0; y < 8; y += 1) {
      const row = ((y + 9) * whole.width + 5) * 3;
      expect(patch.subarray(y * 36, y * 36 + 36)).toEqual(whole.data.subarray(row, row + 36));
    }
  });

  it('once clockwise has the photo’s lower left corner at its upper left', async () => {
    const turned = new TurnedPhoto(ramp(40, 30), 1);
    expect([turned.width, turned.height]).toEqual([30, 40]);
    expect([...(await turned.shrunk(1)).data.subarray(0, 3)]).toEqual([0, 29, 7]);
    expect(turned.boxInPhoto([0, 0, 4, 6])).toEqual([0, 26, 6, 4]);
  });

  it.each(turns)('maps a box found in it to the same pixels of the photo, %d quarters', async (quarters) => {
    const photo = ramp(40, 30);
    const turned = new TurnedPhoto(photo, quarters);
    const [x, y, w, h] = turned.boxInPhoto([3, 4, 8, 5]);
    const found = await turned.sample({ a: 1, b: 0, tx: 3, c: 0, d: 1, ty: 4 }, 8, 5);
    const there = await photo.sample({ a: 1, b: 0, tx: x, c: 0, d: 1, ty: y }, w, h);
    const pixels = (bytes: Uint8Array): string[] =>
      Array.from({ length: bytes.length / 3 }, (_, i) => bytes.subarray(i * 3, i * 3 + 3).join()).sort();
    expect(pixels(found)).toEqual(pixels(there));
  });
});
