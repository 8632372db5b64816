import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  createDataKey,
  joinWrappedKeys,
  rewrapDataKey,
  splitWrappedKeys,
  unwrapDataKey,
  wrapDataKey,
} from './data.key.js';
import { SealedBoxError } from './sealed.box.js';
import { KeyError } from './secret.key.js';
import { masterKeyId, wrappedKeyId } from './wrapped.box.js';

const master = randomBytes(32);
const event = 'e3c1f6a0-0000-4000-8000-000000000001';
const other = 'e3c1f6a0-0000-4000-8000-000000000002';

test("an event's data key comes back from its wrapping, and never appears in it in plain", () => {
  const dataKey = createDataKey();
  const wrapped = wrapDataKey(master, dataKey, event);
  expect(unwrapDataKey(master, wrapped, event)).toEqual(dataKey);
  expect(Buffer.from(wrapped).includes(Buffer.from(dataKey))).toBe(false);
  expect(wrapped).toHaveLength(70);
});

test("one event's wrapped key does not open in another event's row", () => {
  const wrapped = wrapDataKey(master, createDataKey(), event);
  expect(() => unwrapDataKey(master, wrapped, other)).toThrow(SealedBoxError);
});

test('a wrong master key is told apart from a damaged row, and named', () => {
  const wrapped = wrapDataKey(master, createDataKey(), event);
  const stranger = randomBytes(32);
  expect(() => unwrapDataKey(stranger, wrapped, event)).toThrow(KeyError);
  expect(() => unwrapDataKey(stranger, wrapped, event)).toThrow(masterKeyId(master));
  const damaged = wrapped.slice();
  damaged[40] = (damaged[40] ?? 0) ^ 1;
  expect(() => unwrapDataKey(master, damaged, event)).toThrow(SealedBoxError);
});

test('rotating the master key keeps the data key and leaves the old master key useless', () => {
  const dataKey = createDataKey();
  const next = randomBytes(32);
  const wrapped = wrapDataKey(master, dataKey, event);
  const rewrapped = rewrapDataKey(master, next, wrapped, event);
  expect(wrappedKeyId(wrapped)).toBe(masterKeyId(master));
  expect(wrappedKeyId(rewrapped)).toBe(masterKeyId(next));
  expect(unwrapDataKey(next, rewrapped, event)).toEqual(dataKey);
  expect(() => unwrapDataKey(master, rewrapped, event)).toThrow(KeyError);
});

test('a key of the wrong length is never wrapped', () => {
  expect(() => wrapDataKey(master, randomBytes(16), event)).toThrow(KeyError);
  expect(() => wrapDataKey(randomBytes(16), createDataKey(), event)).toThrow(KeyError);
});

test('a data key that was wrapped years ago still opens', () => {
  const fixed = new Uint8Array(32).fill(7);
  // Independently computed with HKDF-SHA-256 and AES-256-GCM: a change would lose every face of every event.
  const wrapped = Buffer.from(
    '016cdc0ef2cd75b39401090909090909090909090909294cb45b67b4885023d0eaaf49b0af45761e1c357564cd407d71caf95b36303b01986e13a2ad2bd603060bea86131df7',
    'hex',
  );
  expect(masterKeyId(fixed)).toBe('6cdc0ef2cd75b394');
  expect(unwrapDataKey(fixed, wrapped, event)).toEqual(new Uint8Array(32).fill(3));
});

test('a row that holds no wrapped key, or one of a future version, names no master key', () => {
  const wrapped = wrapDataKey(master, createDataKey(), event);
  for (const length of [0, 1, 9]) expect(() => wrappedKeyId(wrapped.subarray(0, length))).toThrow(KeyError);
  const later = wrapped.slice();
  later[0] = 2;
  expect(() => wrappedKeyId(later)).toThrow(KeyError);
});

test('the two keys of an event that gets a new one come back in their order, and half a key is none', () => {
  const keys = [createDataKey(), createDataKey()];
  const record = joinWrappedKeys(keys.map((key) => wrapDataKey(master, key, event)));
  expect(splitWrappedKeys(record).map((wrapped) => unwrapDataKey(master, wrapped, event))).toEqual(keys);
  for (const length of [0, 69, 139])
    expect(() => splitWrappedKeys(record.subarray(0, length))).toThrow(KeyError);
});
