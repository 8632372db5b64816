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

test('a copy of the database reveals neither the code nor a hash to search for it', () => {
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

test('a code that was printed years ago is still found and shown', () => {
  const fixed = new Uint8Array(32).fill(7);
  // Independently computed with HKDF-SHA-256, HMAC-SHA-256 and AES-256-GCM: a change would void every printed short code.
  const hash = 'xfzt_L5Ir_gq3nyL6EuxKXNE8IpYTFINn8oCYJkEdKQ';
  const box = Buffer.from(
    '0109090909090909090909090992b596590344ab1fa431ec20a9984f7764cec93fe0d8dbf5fea9',
    'hex',
  );
  expect(hashShortCode(fixed, 'K7M2Q9XB4D')).toBe(hash);
  expect(openShortCode(fixed, { hash, box })).toBe('K7M2Q9XB4D');
});
