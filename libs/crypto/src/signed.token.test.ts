import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deriveKey } from './derived.key.js';
import { keysOfSecret, type PurposeKeys } from './purpose.keys.js';
import { createSignedToken, verifySignedToken } from './signed.token.js';

const secret = randomBytes(32);
const keys = keysOfSecret(secret);

test('a scanned code leads to the row it was made for, whatever its id', () => {
  fc.assert(
    fc.property(fc.oneof(fc.uuid(), fc.string({ maxLength: 80, unit: 'grapheme' })), (id) => {
      const token = createSignedToken(keys, 'share-code', id);
      expect(token).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(verifySignedToken(keys, 'share-code', token)).toBe(id);
    }),
  );
});

test('a token is short enough for a small QR code', () => {
  expect(createSignedToken(keys, 'share-code', randomUUID())).toHaveLength(44);
});

test('a token with any character changed, added or missing opens nothing', () => {
  const token = createSignedToken(keys, 'share-code', randomUUID());
  for (let index = 0; index < token.length; index += 1) {
    const changed = token.slice(0, index) + (token[index] === 'A' ? 'B' : 'A') + token.slice(index + 1);
    expect(verifySignedToken(keys, 'share-code', changed)).toBeNull();
    expect(verifySignedToken(keys, 'share-code', token.slice(0, index))).toBeNull();
  }
  for (const extra of ['A', '=', ' ', '\n', '!'])
    expect(verifySignedToken(keys, 'share-code', token + extra)).toBeNull();
  expect(verifySignedToken(keys, 'share-code', 'A'.repeat(100_000))).toBeNull();
});

test('an id that would make a token too long to be read is refused when the token is made', () => {
  const longest = 'x'.repeat(367);
  expect(verifySignedToken(keys, 'guest', createSignedToken(keys, 'guest', longest))).toBe(longest);
  expect(() => createSignedToken(keys, 'guest', `${longest}x`)).toThrow(RangeError);
});

test.each([
  ['of a future form', Uint8Array.of(3, ...randomBytes(16))],
  ['with half a UUID', Uint8Array.of(1, ...randomBytes(8))],
  ['with nothing in it', new Uint8Array()],
  ['of more than 512 characters', Buffer.concat([Uint8Array.of(2), Buffer.alloc(370, 'x')])],
])('a token %s opens nothing, though it is signed', (_, body) => {
  const tag = createHmac('sha256', deriveKey(secret, 'token:guest')).update(body).digest().subarray(0, 16);
  const token = Buffer.concat([body, tag]).toString('base64url');
  expect(verifySignedToken(keys, 'guest', token)).toBeNull();
});

test("a share's code is no guest's token, and another installation's code is no code here", () => {
  const token = createSignedToken(keys, 'share-code', randomUUID());
  expect(verifySignedToken(keys, 'guest', token)).toBeNull();
  expect(verifySignedToken(keysOfSecret(randomBytes(32)), 'share-code', token)).toBeNull();
});

test('keys for different purposes are unrelated and survive restarts', () => {
  const fixed = new Uint8Array(32).fill(7);
  expect(deriveKey(fixed, 'token:guest')).not.toEqual(deriveKey(fixed, 'token:share-code'));
  // Independently computed with HKDF-SHA-256: a change would void every printed QR code.
  expect(Buffer.from(deriveKey(fixed, 'token:guest')).toString('hex')).toBe(
    'e805a12b87a4ac4b32bda362b5cfa18010b5f9c388d3080e85147f47c00925e1',
  );
});

test('a code that was printed before the secret was renewed still opens, and new ones are made with the new secret', () => {
  const next = keysOfSecret(randomBytes(32));
  const both: PurposeKeys = { of: (purpose) => [next.of(purpose)[0], keys.of(purpose)[0]] };
  const id = randomUUID();
  const [printed, made] = [keys, both].map((signer) => createSignedToken(signer, 'share-code', id));
  expect([printed, made].map((token) => verifySignedToken(both, 'share-code', token ?? ''))).toEqual([
    id,
    id,
  ]);
  expect([printed, made].map((token) => verifySignedToken(next, 'share-code', token ?? ''))).toEqual([
    null,
    id,
  ]);
});
