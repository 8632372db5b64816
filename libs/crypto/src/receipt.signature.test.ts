import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Receipt, ReceiptBody } from '@visage/contracts/receipt.contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  createReceiptKey,
  opensReceiptKey,
  parseReceiptKey,
  receiptKeyPem,
  resealReceiptKey,
  signReceipt,
  verifyReceipt,
} from './receipt.signature.js';
import { keysOfSecret, type PurposeKeys } from './purpose.keys.js';
import { packReceipt, readReceipt } from './receipt.text.js';
import { SealedBoxError } from './sealed.box.js';

const secrets = keysOfSecret(randomBytes(32));
const key = createReceiptKey(secrets);

const body: ReceiptBody = {
  form: 'visage-receipt-1',
  id: randomUUID(),
  what: 'event',
  subjectId: randomUUID(),
  eventId: randomUUID(),
  erasedAt: '2026-11-30T20:00:00.000Z',
  counts: { photos: 1234, faces: 5678, keys: 1 },
  textVersions: ['2026-11-30'],
  installation: randomUUID(),
  key: key.id,
};
const receipt = signReceipt(secrets, key, body);

/** The same with its members, at every depth, the other way round. */
const turned = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([name, inner]) => [name, turned(inner)]),
      )
    : value;

test('a receipt is genuine however its JSON is written, and in an address', () => {
  expect(verifyReceipt(key.publicKey, receipt)).toBe(true);
  for (const text of [
    JSON.stringify(turned(receipt), null, 4),
    `  ${JSON.stringify(receipt)}\n`,
    packReceipt(receipt),
    `https://photos.example.org/receipts#${packReceipt(receipt)}`,
  ]) {
    const read = readReceipt(text);
    expect(read).toEqual(receipt);
    expect(read && verifyReceipt(key.publicKey, read)).toBe(true);
  }
});

/** Every field said otherwise, so that it still is a receipt by its form. */
const OTHERWISE: { [Field in Exclude<keyof Receipt, 'form'>]: Receipt[Field] } = {
  id: randomUUID(),
  what: 'photos',
  subjectId: randomUUID(),
  eventId: null,
  erasedAt: '2026-11-30T20:00:00.001Z',
  counts: { ...body.counts, photos: 1235 },
  textVersions: [],
  installation: randomUUID(),
  key: '0123456789abcdef',
  signature: Buffer.alloc(64).toString('base64'),
};

test.each(Object.keys(OTHERWISE))('a receipt whose %s was changed is not genuine', (field) => {
  const changed = { ...receipt, [field]: OTHERWISE[field as keyof typeof OTHERWISE] };
  const read = readReceipt(JSON.stringify(changed));
  expect(read).toEqual(changed);
  expect(read && verifyReceipt(key.publicKey, read)).toBe(false);
});

test('what has a field more, a field less, another form or no form is no receipt at all', () => {
  const { counts: _, ...less } = receipt;
  for (const other of [{ ...receipt, more: 1 }, less, { ...receipt, form: 'visage-receipt-2' }, [], null, 1])
    expect(readReceipt(JSON.stringify(other))).toBeNull();
  for (const text of [
    '',
    '{',
    'https://example.org/receipts#',
    packReceipt(receipt).slice(3),
    'x'.repeat(20_000),
  ])
    expect(readReceipt(text)).toBeNull();
});

test('a receipt with any character of its text changed is not genuine', () => {
  const text = JSON.stringify(receipt);
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.constantFrom('0', 'a', '"', ' ', 'Z'), (at, character) => {
      const changed = text.slice(0, at) + character + text.slice(at + 1);
      const read = readReceipt(changed);
      expect(read === null || changed === text || !verifyReceipt(key.publicKey, read)).toBe(true);
    }),
  );
});

test('the key of another installation signs nothing here, and one under another secret does not open', () => {
  const other = createReceiptKey(secrets);
  const foreign = keysOfSecret(randomBytes(32));
  expect(other.id).not.toBe(key.id);
  expect(verifyReceipt(other.publicKey, receipt)).toBe(false);
  const forged = signReceipt(secrets, other, body); // says that the first key signed it
  expect(verifyReceipt(key.publicKey, forged)).toBe(false);
  expect(opensReceiptKey(secrets, key)).toBe(true);
  expect(opensReceiptKey(foreign, key)).toBe(false);
  expect(opensReceiptKey(secrets, { ...key, id: other.id })).toBe(false);
  expect(() => signReceipt(foreign, key, body)).toThrow(SealedBoxError);
  expect(Buffer.from(key.sealedKey).includes(Buffer.from(key.publicKey.subarray(-32)))).toBe(false);
});

test('a new secret changes no receipt: the same key signs, and what it signed stays genuine', () => {
  const next = keysOfSecret(randomBytes(32));
  const both: PurposeKeys = { of: (purpose) => [next.of(purpose)[0], ...secrets.of(purpose)] };
  expect(signReceipt(both, key, body), 'while both are there').toEqual(receipt);
  const sealedKey = resealReceiptKey(both, key) ?? new Uint8Array();
  expect(signReceipt(next, { id: key.id, sealedKey }, body)).toEqual(receipt);
  expect(resealReceiptKey(next, { id: key.id, sealedKey }), 'once').toBeNull();
  expect(() => resealReceiptKey(next, key)).toThrow(SealedBoxError);
});

test('the public key is known by its PEM, and nothing else passes for one', () => {
  const pem = receiptKeyPem(key.publicKey);
  expect(parseReceiptKey(pem)).toEqual(key.publicKey);
  for (const text of ['', 'a key', pem.replace('MCow', 'MCox')])
    expect(() => parseReceiptKey(text)).toThrow('Ed25519');
});

test('openssl alone tells a genuine receipt from a changed one, as SECURITY.md says', () => {
  const folder = mkdtempSync(join(tmpdir(), 'visage-receipt-'));
  try {
    const file = (name: string): string => join(folder, name);
    writeFileSync(file('key.pem'), receiptKeyPem(key.publicKey));
    writeFileSync(file('signature'), Buffer.from(receipt.signature, 'base64'));
    const verify = (signed: string): string => {
      writeFileSync(file('signed'), signed);
      const args = ['pkeyutl', '-verify', '-rawin', '-pubin', '-inkey', file('key.pem')];
      return execFileSync('openssl', [...args, '-in', file('signed'), '-sigfile', file('signature')], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    };
    // what jq -cjS makes of it: members in the order of their names, no space between
    const signed = JSON.stringify(body, [...Object.keys(body), ...Object.keys(body.counts)].sort());
    expect(verify(signed)).toContain('Signature Verified Successfully');
    expect(() => verify(signed.replace('1234', '1235'))).toThrow();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
