import { expect, test } from 'vitest';
import { isFresh, rangeCounts } from './etag.match.js';

test('a photo the browser already has is not sent again', () => {
  expect(isFresh('"abc"', '"abc"')).toBe(true);
  expect(isFresh('"x", W/"abc"', '"abc"')).toBe(true);
  expect(isFresh('*', '"abc"')).toBe(true);
  expect(isFresh('"x"', '"abc"')).toBe(false);
  expect(isFresh(undefined, '"abc"')).toBe(false);
});

test('two halves of different files are never put together', () => {
  expect(rangeCounts(undefined, '"abc"')).toBe(true);
  expect(rangeCounts('"abc"', '"abc"')).toBe(true);
  expect(rangeCounts('"old"', '"abc"')).toBe(false);
  expect(rangeCounts('W/"abc"', '"abc"')).toBe(false);
  expect(rangeCounts('Tue, 24 Nov 2026 00:00:00 GMT', '"abc"')).toBe(false);
});
