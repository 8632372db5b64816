import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stagedCipher } from './staged.cipher.js';

const key = randomBytes(32);
const content = randomBytes(5_000);

test('an upload that broke off anywhere, any number of times, opens as one file', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: content.length - 1 }), { maxLength: 6 }), (cuts) => {
      const ends = [...cuts.sort((a, b) => a - b), content.length];
      const parts = ends.map((end, index) => {
        const start = ends[index - 1] ?? 0;
        return stagedCipher(key, 'uploads/1', start).update(content.subarray(start, end));
      });
      const staged = Buffer.concat(parts);
      expect(staged.length).toBe(content.length);
      expect(stagedCipher(key, 'uploads/1', 0).update(staged).equals(content)).toBe(true);
    }),
  );
});

test('what lies there is neither the photo, nor what another upload of it would be', () => {
  const staged = stagedCipher(key, 'uploads/1', 0).update(content);
  expect(staged.includes(content.subarray(0, 16))).toBe(false);
  expect(stagedCipher(key, 'uploads/2', 0).update(content).equals(staged)).toBe(false);
  expect(stagedCipher(randomBytes(32), 'uploads/1', 0).update(staged).equals(content)).toBe(false);
});
