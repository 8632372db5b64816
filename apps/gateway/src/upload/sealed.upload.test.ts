import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { sealedLengthOf, SEGMENT_BYTES } from '@visage/crypto/sealed.segment';
import { openingStream, wholeOf } from '@visage/host/sealed.file';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeTail, SealedUpload } from './sealed.upload.js';

const seal = { key: randomBytes(32), owner: 'event 1' };
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-sealed-upload-'));
});
afterAll(() => rm(folder, { recursive: true }));

let made = 0;
async function begin(): Promise<string> {
  const path = join(folder, `upload-${(made += 1)}`);
  await writeFile(path, '');
  return path;
}

/** In one request. */
async function send(path: string, bytes: Uint8Array, total: number): Promise<number> {
  const upload = await SealedUpload.open(path, seal);
  await upload.append(bytes, total);
  await upload.close();
  expect(
    bytes.length === 0 || upload.bytes === total || (await SealedUpload.bytesOf(path, seal)) === upload.bytes,
  ).toBe(true);
  return upload.bytes;
}

async function openWhole(path: string, size: number): Promise<Buffer> {
  const sealed = await readFile(path);
  expect(sealed.length).toBe(sealedLengthOf(size));
  const opening = openingStream('upload', seal, wholeOf(size));
  opening.end(sealed);
  return buffer(opening);
}

test('a photo that comes in any parts, over any number of requests, lies there as a sealed original would', async () => {
  const most = 3 * SEGMENT_BYTES;
  const cut = fc.oneof(
    fc.integer({ min: 1, max: most }),
    fc.constantFrom(1, SEGMENT_BYTES - 1, SEGMENT_BYTES, SEGMENT_BYTES + 1, 2 * SEGMENT_BYTES),
  );
  const size = fc.oneof(
    fc.integer({ min: 1, max: most }),
    fc.constantFrom(1, SEGMENT_BYTES, 2 * SEGMENT_BYTES),
  );
  await fc.assert(
    fc.asyncProperty(size, fc.uniqueArray(cut, { maxLength: 6 }), async (total, cuts) => {
      const photo = randomBytes(total);
      const path = await begin();
      let at = 0;
      for (const end of [...cuts.filter((one) => one < total).sort((a, b) => a - b), total]) {
        expect(await send(path, photo.subarray(at, end), total)).toBe(end);
        at = end;
      }
      expect((await openWhole(path, total)).equals(photo)).toBe(true);
      expect((await readdir(folder)).filter((name) => name.endsWith('.tail'))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('what came before a connection broke is kept, unreadable', async () => {
  const photo = Buffer.from('a guest dances on the table '.repeat(10_000));
  const path = await begin();
  await send(path, photo.subarray(0, 200_000), photo.length);
  for (const name of await readdir(folder))
    expect((await readFile(join(folder, name))).includes('guest dances')).toBe(false);
  expect(await SealedUpload.bytesOf(path, seal)).toBe(200_000);
  expect(await SealedUpload.bytesOf(path, { ...seal, key: randomBytes(32) })).toBe(SEGMENT_BYTES);
  await removeTail(path);
  expect(await SealedUpload.bytesOf(path, seal)).toBe(SEGMENT_BYTES);
});

test('a power cut within a segment has the upload begin anew, and one before its tail was written takes no older tail for it', async () => {
  const photo = randomBytes(4 * SEGMENT_BYTES);
  const path = await begin();
  await send(path, photo.subarray(0, 1000), photo.length);
  const older = await readFile(`${path}.tail`);
  await send(path, photo.subarray(1000, 2 * SEGMENT_BYTES + 5), photo.length);
  await writeFile(`${path}.tail`, older);
  expect(await SealedUpload.bytesOf(path, seal)).toBe(2 * SEGMENT_BYTES);
  await send(path, photo.subarray(2 * SEGMENT_BYTES), photo.length);
  expect((await openWhole(path, photo.length)).equals(photo)).toBe(true);

  const torn = await begin();
  await send(torn, photo.subarray(0, 2 * SEGMENT_BYTES), photo.length);
  const before = await readFile(torn);
  await truncate(torn, before.length - 10);
  expect(await SealedUpload.bytesOf(torn, seal)).toBe(0);
  await send(torn, photo, photo.length);
  const after = await readFile(torn);
  expect((await openWhole(torn, photo.length)).equals(photo)).toBe(true);
  expect(after.subarray(0, 40).equals(before.subarray(0, 40)), 'nothing is sealed twice under one key').toBe(
    false,
  );
});
