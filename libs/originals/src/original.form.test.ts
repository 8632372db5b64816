import fc from 'fast-check';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packBlanks, type BytePatch } from '@visage/contracts/original.blanks';
import { DiskStore } from '@visage/storage/disk.store';
import { blurredKey, originalKey } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import { AS_IT_IS, formatOfForm, formOf, nameOfForm, openOriginal } from './original.form.js';

const ORIGINAL = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7) & 255));
const PATCHES: BytePatch[] = [
  { start: 0, bytes: Uint8Array.of(1) },
  { start: 65_530, bytes: new Uint8Array(12).fill(2) },
  { start: 199_999, bytes: Uint8Array.of(3) },
];
const digest = (algorithm: string, bytes: Uint8Array) => createHash(algorithm).update(bytes).digest('hex');
const sumsOf = (bytes: Uint8Array) => ({
  ...{ sha256: digest('sha256', bytes), md5: digest('md5', bytes), crc32: crc32(bytes) },
});
const BLANKED = Buffer.from(ORIGINAL);
for (const { start, bytes } of PATCHES) BLANKED.set(bytes, start);
const BLURRED = Buffer.from(Array.from({ length: 70_000 }, (_, i) => (i * 5) & 255));
const FILE = { mark: 'b1', ...sumsOf(BLURRED), bytes: BLURRED.length };
const KEPT = {
  ...sumsOf(ORIGINAL),
  ...{ bytes: ORIGINAL.length, blur: FILE },
  blanks: packBlanks({ patches: PATCHES, ...sumsOf(BLANKED) }),
};
const PLACE = {
  eventId: '00000000-0000-0000-0000-000000000001',
  photoId: '00000000-0000-0000-0000-000000000002',
  sha256: KEPT.sha256,
};
const HIDDEN_LOCATION = { presentation: { hideLocation: true }, blurred: false };

let folder: string;
let store: ObjectStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-form-'));
  store = await DiskStore.open(folder);
  await store.put(originalKey(PLACE.eventId, PLACE.sha256), ORIGINAL);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('an original leaves', () => {
  it('bit for bit, and with its own sums, where its location is not hidden', async () => {
    const form = formOf(KEPT, AS_IT_IS);
    expect(form).toEqual({ ...sumsOf(ORIGINAL), bytes: ORIGINAL.length, blurMark: null, patches: [] });
    expect((await buffer((await openOriginal(store, PLACE, form)).stream)).equals(ORIGINAL)).toBe(true);
  });

  it('as the file that tells no place, whole and in every part of it, with the sums of that one', async () => {
    const form = formOf(KEPT, HIDDEN_LOCATION);
    expect(form).toMatchObject(sumsOf(BLANKED));
    const whole = await openOriginal(store, PLACE, form);
    expect(whole.length).toBe(ORIGINAL.length);
    expect((await buffer(whole.stream)).equals(BLANKED)).toBe(true);
    const edge = fc.constantFrom(0, 1, 65_529, 65_530, 65_535, 65_536, 65_541, 65_542, 199_998, 199_999);
    await fc.assert(
      fc.asyncProperty(edge, edge, async (a, b) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)];
        const { stream, length } = await openOriginal(store, PLACE, form, { start, end });
        expect(length).toBe(end - start + 1);
        expect((await buffer(stream)).equals(BLANKED.subarray(start, end + 1))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('as another file, with a length, sums and a name of its own, where it shows somebody who is blurred', async () => {
    await store.put(blurredKey(PLACE.eventId, PLACE.photoId, 'original', FILE.mark), BLURRED);
    for (const hideLocation of [false, true]) {
      const form = formOf(KEPT, { presentation: { hideLocation }, blurred: true });
      expect(form).toMatchObject({ ...sumsOf(BLURRED), bytes: BLURRED.length });
      const { stream } = await openOriginal(store, PLACE, form, { start: 5, end: 60_000 });
      expect((await buffer(stream)).equals(BLURRED.subarray(5, 60_001))).toBe(true);
      expect(['IMG_1.HEIC', 'IMG_2.jpeg', 'scan', 'a.b c.png'].map((name) => nameOfForm(name, form))).toEqual(
        ['IMG_1.jpg', 'IMG_2.jpeg', 'scan.jpg', 'a.b c.jpg'],
      );
      expect(formatOfForm('heic', form)).toBe('jpeg');
    }
    const asItIs = formOf(KEPT, AS_IT_IS);
    expect([nameOfForm('IMG_1.HEIC', asItIs), formatOfForm('heic', asItIs)]).toEqual(['IMG_1.HEIC', 'heic']);
  });

  it('never as it is while its blurred file is missing', () => {
    expect(() => formOf({ ...KEPT, blur: null }, { ...AS_IT_IS, blurred: true })).toThrow(/faces blurred/);
  });

  it('not at all where it cannot leave without its location', () => {
    expect(() => formOf({ ...KEPT, blanks: null }, HIDDEN_LOCATION)).toThrow(/without its location/);
    expect(formOf({ ...KEPT, blanks: null }, AS_IT_IS).patches).toEqual([]);
  });
});

describe('while it leaves', () => {
  const holding = (source: Readable): ObjectStore => ({
    ...store,
    get: () => Promise.resolve({ stream: source, length: 9, size: 9, modifiedAt: new Date(0) }),
  });

  it('whoever gives up closes the file behind it, be it before the first byte', async () => {
    const source = new Readable({ read: () => undefined });
    const { stream } = await openOriginal(holding(source), PLACE, formOf(KEPT, HIDDEN_LOCATION));
    stream.destroy();
    await new Promise((resolve) => source.once('close', resolve));
    expect(source.destroyed).toBe(true);
  });

  it('a storage that fails fails the download', async () => {
    const source = new Readable({ read: () => source.destroy(new Error('the disk is gone')) });
    const { stream } = await openOriginal(holding(source), PLACE, formOf(KEPT, HIDDEN_LOCATION));
    await expect(buffer(stream)).rejects.toThrow('the disk is gone');
  });
});
