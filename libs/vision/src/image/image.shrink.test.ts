import { describe, expect, it } from 'vitest';
import { shrinkImage } from './image.shrink.js';

const grey = (values: number[]): Uint8Array =>
  Uint8Array.from(values.flatMap((value) => [value, value, value]));

describe('shrinking a picture', () => {
  it('averages exactly the pixels that a new one covers', () => {
    const image = { width: 4, height: 2, data: grey([0, 100, 20, 20, 100, 200, 40, 40]) };
    expect([...shrinkImage(image, 2, 1).data]).toEqual([...grey([100, 30])]);
  });

  it('splits a pixel that lies under two new ones between them', () => {
    const image = { width: 3, height: 1, data: grey([0, 90, 240]) };
    expect([...shrinkImage(image, 2, 1).data]).toEqual([...grey([30, 190])]);
  });

  it('keeps an even colour even at odd sizes', () => {
    const image = { width: 97, height: 61, data: grey(Array.from({ length: 97 * 61 }, () => 137)) };
    expect(new Set(shrinkImage(image, 13, 7).data)).toEqual(new Set([137]));
  });

  it('refuses to enlarge', () => {
    expect(() => shrinkImage({ width: 2, height: 2, data: grey([0, 0, 0, 0]) }, 3, 1)).toThrow(RangeError);
  });
});
