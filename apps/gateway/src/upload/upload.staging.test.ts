import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { UploadDigests } from './upload.staging.js';

const bytes = Buffer.from('a photo that comes in three parts');
const sha256 = createHash('sha256').update(bytes).digest('hex');
const [first, second, third] = [bytes.subarray(0, 5), bytes.subarray(5, 20), bytes.subarray(20)];

function sent(parts: readonly [number, Uint8Array][], length = bytes.length): string | undefined {
  const digests = new UploadDigests();
  for (const [offset, part] of parts) digests.update('upload', offset, part);
  const sums = digests.take('upload', length);
  expect(digests.take('upload', length), 'it is taken once').toBeNull();
  return sums?.sha256;
}

test('an upload whose parts all came by has its digest, also one that was begun again', () => {
  expect(
    sent([
      [0, first],
      [5, second],
      [20, third],
    ]),
  ).toBe(sha256);
  expect(sent([[0, bytes]])).toBe(sha256);
  expect(
    sent([
      [0, first],
      [5, second],
      [0, first],
      [5, second],
      [20, third],
    ]),
  ).toBe(sha256);
});

test('an upload of which a part went elsewhere, came twice or is missing has none, and is read again instead', () => {
  expect(
    sent([
      [5, second],
      [20, third],
    ]),
  ).toBeUndefined();
  expect(
    sent([
      [0, first],
      [20, third],
    ]),
  ).toBeUndefined();
  expect(
    sent([
      [0, first],
      [5, second],
      [5, second],
      [20, third],
    ]),
  ).toBeUndefined();
  expect(
    sent([
      [0, first],
      [5, second],
    ]),
  ).toBeUndefined();
  expect(sent([])).toBeUndefined();
});

test('uploads that were given up make place for newer ones', () => {
  const digests = new UploadDigests();
  for (let upload = 0; upload < 513; upload += 1) digests.update(`${upload}`, 0, first);
  expect(digests.take('0', first.length)).toBeNull();
  for (const id of ['1', '512'])
    expect(digests.take(id, first.length)?.sha256).toBe(createHash('sha256').update(first).digest('hex'));
});
