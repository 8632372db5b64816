import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SHORT_CODE_LENGTH, createShortCode, formatShortCode, normaliseShortCode } from './short.code.js';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const code = fc.constant(null).map(createShortCode);

test('a code typed as it is printed is understood', () => {
  fc.assert(
    fc.property(code, (made) => {
      expect(made).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
      expect(formatShortCode(made)).toMatch(/^.{5}-.{5}$/);
      expect(normaliseShortCode(formatShortCode(made))).toBe(made);
    }),
  );
});

test('a code typed in lower case, with spaces, or with the look-alikes O, I and L is understood', () => {
  fc.assert(
    fc.property(code, fc.constantFrom('i', 'l', 'I', 'L'), (made, one) => {
      const typed = ` ${made.toLowerCase().replaceAll('0', 'o').replaceAll('1', one).split('').join(' ')} `;
      expect(normaliseShortCode(typed)).toBe(made);
      expect(normaliseShortCode(`${made.slice(0, 5)}\u2013${made.slice(5)}`)).toBe(made);
    }),
  );
});

test('every single mistyped character is noticed', () => {
  const made = createShortCode();
  for (let index = 0; index < SHORT_CODE_LENGTH; index += 1) {
    for (const letter of ALPHABET) {
      if (letter === made[index]) continue;
      expect(normaliseShortCode(made.slice(0, index) + letter + made.slice(index + 1))).toBeNull();
    }
  }
});

test('two swapped characters are noticed', () => {
  fc.assert(
    fc.property(code, fc.nat(8), (made, index) => {
      fc.pre(made[index] !== made[index + 1]);
      const swapped = [...made];
      [swapped[index], swapped[index + 1]] = [made.charAt(index + 1), made.charAt(index)];
      expect(normaliseShortCode(swapped.join(''))).toBeNull();
    }),
    { numRuns: 500 },
  );
});

// Zeros have a correct check character, however many they are.
test.each([
  '',
  'U',
  'UUUUUUUUUU',
  '000000000',
  '00000000000',
  '12345678901234',
  '*'.repeat(10),
  'ÄÖÜÄÖÜÄÖÜÄ',
])('%j is no code', (typed) => {
  expect(normaliseShortCode(typed)).toBeNull();
});

test('codes do not repeat and use the whole alphabet', () => {
  const codes = Array.from({ length: 5000 }, createShortCode);
  expect(new Set(codes).size).toBe(5000);
  expect(new Set(codes.join('')).size).toBe(32);
});
