import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { keysOfSecret, type PurposeKeys } from './purpose.keys.js';
import { SealedBoxError } from './sealed.box.js';
import { hashesOfShortCode, openShortCode, resealShortCode, sealShortCode } from './short-code.box.js';
import { createShortCode } from './short.code.js';

const secret = keysOfSecret(randomBytes(32));

test('a short code is found by its hash and shown again from its box', () => {
  const code = createShortCode();
  const sealed = sealShortCode(secret, code);
  expect(hashesOfShortCode(secret, code)).toEqual([sealed.hash]);
  expect(openShortCode(secret, sealed)).toBe(code);
});

test('a copy of the database reveals neither the code nor a hash to search for it', () => {
  const code = createShortCode();
  const sealed = sealShortCode(secret, code);
  expect(Buffer.from(sealed.box).toString('latin1')).not.toContain(code);
  const stranger = keysOfSecret(randomBytes(32));
  expect(hashesOfShortCode(stranger, code)).not.toContain(sealed.hash);
  expect(() => openShortCode(stranger, sealed)).toThrow(SealedBoxError);
});

test('the box of one code does not pass for another', () => {
  const [one, other] = [sealShortCode(secret, createShortCode()), sealShortCode(secret, createShortCode())];
  expect(() => openShortCode(secret, { hash: other.hash, box: one.box })).toThrow(SealedBoxError);
});

test('a code that was printed years ago is still found and shown', () => {
  const fixed = keysOfSecret(new Uint8Array(32).fill(7));
  // Independently computed with HKDF-SHA-256, HMAC-SHA-256 and AES-256-GCM: a change would void every printed short code.
  const hash = 'xfzt_L5Ir_gq3nyL6EuxKXNE8IpYTFINn8oCYJkEdKQ';
  const box = Buffer.from(
    '0109090909090909090909090992b596590344ab1fa431ec20a9984f7764cec93fe0d8dbf5fea9',
    'hex',
  );
  expect(hashesOfShortCode(fixed, 'K7M2Q9XB4D')).toEqual([hash]);
  expect(openShortCode(fixed, { hash, box })).toBe('K7M2Q9XB4D');
});

test('while the secret is renewed a code is found and shown by both, and it is sealed anew once', () => {
  const next = keysOfSecret(randomBytes(32));
  const both: PurposeKeys = { of: (purpose) => [next.of(purpose)[0], secret.of(purpose)[0]] };
  const code = createShortCode();
  const former = sealShortCode(secret, code);
  expect(hashesOfShortCode(both, code)).toContain(former.hash);
  expect(openShortCode(both, former)).toBe(code);
  const anew = resealShortCode(both, former);
  expect(anew && openShortCode(next, anew)).toBe(code);
  expect(anew && hashesOfShortCode(next, code)).toEqual([anew?.hash]);
  expect(anew && resealShortCode(both, anew)).toBeNull();
});
