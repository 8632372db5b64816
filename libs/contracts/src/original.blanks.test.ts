import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packBlanks, unpackBlanks } from './original.blanks.js';

const hex = (digits: number) =>
  fc
    .array(fc.constantFrom(...'0123456789abcdef'), { minLength: digits, maxLength: digits })
    .map((all) => all.join(''));
const uint32 = fc.integer({ min: 0, max: 0xffffffff });
const bytes = fc
  .array(fc.record({ byte: fc.nat(3), times: fc.constantFrom(1, 1, 2, 3, 127, 128, 129, 400) }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((runs) => Uint8Array.from(runs.flatMap(({ byte, times }) => Array<number>(times).fill(byte))));
const blanks = fc.record({
  patches: fc.array(fc.record({ start: uint32, bytes }), { maxLength: 5 }),
  ...{ sha256: hex(64), md5: hex(32), crc32: uint32 },
});

test('what is kept of an original’s blanks is what was found', () => {
  fc.assert(
    fc.property(blanks, (found) => {
      expect(unpackBlanks(packBlanks(found))).toEqual(found);
    }),
  );
});

test('a thousand spaces or zeros take few bytes', () => {
  const found = { sha256: '0'.repeat(64), md5: '0'.repeat(32), crc32: 1 };
  const none = packBlanks({ ...found, patches: [] });
  const many = packBlanks({ ...found, patches: [{ start: 9, bytes: new Uint8Array(1000).fill(32) }] });
  expect(none.length).toBe(52);
  expect(many.length).toBeLessThan(none.length + 30);
});
