import { expect, test } from 'vitest';
import { safeFileName } from './file.name.js';

test('a photo keeps the name its camera gave it', () => {
  expect(safeFileName('IMG_0001 (2).JPG')).toBe('IMG_0001 (2).JPG');
  expect(safeFileName('the %22big%22 day.jpg')).toBe('the "big" day.jpg');
  expect(safeFileName('Zoe\u0308.heic')).toBe('Zoë.heic');
});

test('folders, invisible characters and empty names do not get in', () => {
  expect(safeFileName('../../etc/passwd')).toBe('passwd');
  expect(safeFileName('C:\\Users\\me\\a.jpg')).toBe('a.jpg');
  expect(safeFileName('a\u0000\u202Eb.jpg')).toBe('ab.jpg');
  for (const name of [undefined, '', '  ', '..', 'dir/']) expect(safeFileName(name)).toBe('photo');
});

test('a name too long for a file system keeps its ending', () => {
  const name = safeFileName(`${'x'.repeat(400)}.jpeg`);
  expect(name).toHaveLength(255);
  expect(name.endsWith('x.jpeg')).toBe(true);
});
