import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { SealedBoxError } from './sealed.box.js';
import { hashShortCode, openShortCode, sealShortCode } from './short-code.box.js';
import { createShortCode } from './short.code.js';

const secret = randomBytes(32);

test('a short code is found by its hash and shown again from its box', () => {
  const code = createShortCode();
  const sealed = sealShortCode(secret, code);
  expect(sealed.hash).toBe(hashShortCode(secret, code));
  expect(openShortCode(secret, sealed)).toBe(code);
});

test('a copy of the database gives neither the code nor a hash to search for it', () => {
  const code = createShortCode();
  const sealed = sealShortCode(secret, code);
  expect(Buffer.from(sealed.box).toString('latin1')).not.toContain(code);
  expect(hashShortCode(randomBytes(32), code)).not.toBe(sealed.hash);
  expect(() => openShortCode(randomBytes(32), sealed)).toThrow(SealedBoxError);
});

test('the box of one code does not pass for another', () => {
  const [one, other] = [sealShortCode(secret, createShortCode()), sealShortCode(secret, createShortCode())];
  expect(() => openShortCode(secret, { hash: other.hash, box: one.box })).toThrow(SealedBoxError);
});
