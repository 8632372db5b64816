import { expect, test } from 'vitest';
import { mediaTypeOf } from './media.type.js';

test('an uploaded page or drawing with scripts is never shown by a browser', () => {
  for (const format of ['svg', 'html', 'xml', 'constructor', null]) {
    expect(mediaTypeOf(format)).toBe('application/octet-stream');
  }
});

test('photos open as what they are', () => {
  expect(mediaTypeOf('jpeg')).toBe('image/jpeg');
  expect(mediaTypeOf('heic')).toBe('image/heic');
});
