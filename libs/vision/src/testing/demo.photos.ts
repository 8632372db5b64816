/** @module Six real photos of people, from a development dependency; faces counted and boxed by eye. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Point } from '@visage/contracts/geometry.contract';

export interface DemoPhoto {
  path: string;
  width: number;
  height: number;
  /** A point between eyes and mouth of each face. */
  faces: Point[];
}

const folder = join(
  dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')),
  'demo',
);
const photo = (file: string, height: number, faces: Point[]): DemoPhoto => ({
  path: join(folder, file),
  width: 1920,
  height,
  faces,
});

export const DEMO_PHOTOS: readonly DemoPhoto[] = [
  photo('sample1.jpg', 1280, [
    [508, 475],
    [931, 542],
    [1571, 319],
  ]),
  // the leftmost person in the second photo is seen in full profile
  photo('sample2.jpg', 1367, [
    [446, 268],
    [976, 351],
    [1542, 274],
  ]),
  photo('sample3.jpg', 1350, [
    [691, 460],
    [1195, 360],
    [1596, 430],
  ]),
  photo('sample4.jpg', 1448, [
    [1076, 298],
    [756, 191],
    [344, 316],
    [1347, 275],
  ]),
  photo('sample5.jpg', 1398, [
    [1506, 524],
    [1195, 318],
    [690, 542],
    [869, 218],
    [471, 1021],
  ]),
  photo('sample6.jpg', 1537, [
    [1591, 412],
    [1271, 444],
    [362, 622],
    [761, 477],
  ]),
];

/** The demo photo with this number in its file name, 1 to 6. */
export function demoPhoto(number: number): DemoPhoto {
  const found = DEMO_PHOTOS[number - 1];
  if (found === undefined) throw new RangeError(`There is no demo photo ${number}.`);
  return found;
}
