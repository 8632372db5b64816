import { expect, test } from 'vitest';
import { parseRange } from './byte.range.js';

test('an interrupted download goes on at the byte it stopped at', () => {
  expect(parseRange('bytes=4-', 10)).toEqual({ kind: 'part', start: 4, end: 9 });
  expect(parseRange('bytes=0-3', 10)).toEqual({ kind: 'part', start: 0, end: 3 });
  expect(parseRange('bytes=2-99', 10)).toEqual({ kind: 'part', start: 2, end: 9 });
});

test('the last bytes can be asked for, even more than there are', () => {
  expect(parseRange('bytes=-3', 10)).toEqual({ kind: 'part', start: 7, end: 9 });
  expect(parseRange('bytes=-99', 10)).toEqual({ kind: 'part', start: 0, end: 9 });
});

test('a range past the end is refused instead of answered with nothing', () => {
  expect(parseRange('bytes=10-', 10)).toEqual({ kind: 'unsatisfiable' });
  expect(parseRange('bytes=-0', 10)).toEqual({ kind: 'unsatisfiable' });
  expect(parseRange('bytes=0-', 0)).toEqual({ kind: 'unsatisfiable' });
});

test('what is no single range gets the whole file', () => {
  for (const header of [undefined, 'bytes=5-2', 'bytes=0-1,4-5', 'items=0-1', 'bytes=-', 'bytes=a-b']) {
    expect(parseRange(header, 10)).toEqual({ kind: 'whole' });
  }
});
