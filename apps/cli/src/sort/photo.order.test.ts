import { expect, it } from 'vitest';
import { inOrderTaken } from './photo.order.js';

const orderOf = (...photos: [file: string, takenAt?: string][]): string[] =>
  inOrderTaken(photos.map(([file, takenAt]) => ({ file, takenAt }))).map(({ file }) => file);

it('shows photos in the order in which they were taken, a camera without a zone among phones with one', () => {
  expect(
    orderOf(
      ['a.jpg', '2026-06-20T21:00:00+09:00'],
      ['b.jpg', '2026-06-20T20:30:00'],
      ['c.jpg', '2026-06-20T12:30:00Z'],
      ['d.jpg', '2026-06-20T05:00:00+09:00'],
    ),
  ).toEqual(['d.jpg', 'b.jpg', 'a.jpg', 'c.jpg']);
});

it('goes by thousandths, then by name, and puts those last of which nothing is known', () => {
  expect(
    orderOf(
      ['none b.jpg'],
      ['none a.jpg'],
      ['late.jpg', '2026-06-20T15:00:00.800+02:00'],
      ['same b.jpg', '2026-06-20T15:00:00.100+02:00'],
      ['same a.jpg', '2026-06-20T15:00:00.100+02:00'],
      ['day.jpg', '2026-06-20'],
    ),
  ).toEqual(['day.jpg', 'same a.jpg', 'same b.jpg', 'late.jpg', 'none a.jpg', 'none b.jpg']);
});
