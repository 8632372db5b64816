import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { diskPathOf } from '@visage/storage/disk.path';
import { DiskStore } from '@visage/storage/disk.store';
import { ObjectDamagedError } from '@visage/storage/object.error';
import { objectStoreContract } from '@visage/storage/object.store.contract';
import type { ObjectStore, StoredObject } from '@visage/storage/object.store';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ObjectSeal } from './sealed.file.js';
import { SealedStore } from './sealed.store.js';

const seal: ObjectSeal = { key: randomBytes(32), owner: 'event 1' };
let root: string;
let plain: DiskStore;
let store: SealedStore;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'visage-sealed-'));
  plain = await DiskStore.open(root);
  store = new SealedStore(plain, (key) => Promise.resolve(key.startsWith('plain/') ? null : seal));
});
afterAll(() => rm(root, { recursive: true, force: true }));

objectStoreContract('sealed on a disk', () => store);

test('nothing of a photo can be read on the disk, whichever way it came in', async () => {
  const photo = Buffer.from('a guest dances on the table '.repeat(9_000));
  await store.put('a/bytes', photo);
  await store.put('a/stream', Readable.from([photo.subarray(0, 100_000), photo.subarray(100_000)]));
  await store.copy('a/bytes', 'a/copied');
  await store.move('a/stream', 'a/moved');
  for (const key of ['a/bytes', 'a/copied', 'a/moved']) {
    const kept = await readFile(diskPathOf(root, key));
    expect(kept.includes('guest dances')).toBe(false);
    expect((await buffer((await store.get(key)).stream)).equals(photo)).toBe(true);
  }
});

test('any part of a photo, of any length, is the part of the photo', async () => {
  const photo = randomBytes(300_000);
  await store.put('b', photo);
  const at = fc.integer({ min: 0, max: photo.length - 1 });
  await fc.assert(
    fc.asyncProperty(at, fc.option(at, { nil: undefined }), async (one, two) => {
      const range =
        two === undefined ? { start: one } : { start: Math.min(one, two), end: Math.max(one, two) };
      const wanted = photo.subarray(range.start, (range.end ?? photo.length) + 1);
      const found = await store.get('b', range);
      expect([found.size, found.length]).toEqual([photo.length, wanted.length]);
      expect((await buffer(found.stream)).equals(wanted)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('what is not encrypted goes through as it is, and is encrypted where it moves to such a place, and back', async () => {
  const photo = randomBytes(70_000);
  await store.put('plain/a', photo);
  expect((await readFile(diskPathOf(root, 'plain/a'))).equals(photo)).toBe(true);
  await store.move('plain/a', 'c/a');
  expect(await store.head('plain/a')).toBeNull();
  expect((await readFile(diskPathOf(root, 'c/a'))).equals(photo)).toBe(false);
  await store.copy('c/a', 'plain/b');
  expect((await readFile(diskPathOf(root, 'plain/b'))).equals(photo)).toBe(true);
});

test('a file that was changed, cut, or put in the place of another event’s is damaged, never another photo', async () => {
  const photo = randomBytes(200_000);
  await store.put('d', photo);
  const path = diskPathOf(root, 'd');
  const whole = await readFile(path);
  const damages: [string, Buffer][] = [
    ['a bit turned in the middle', Buffer.from(whole).fill((whole[100_000] ?? 0) ^ 1, 100_000, 100_001)],
    ['cut within a segment', whole.subarray(0, 150_000)],
    ['cut after a segment', whole.subarray(0, 40 + 65_552)],
    ['its beginning gone', whole.subarray(40)],
    ['nothing left', Buffer.alloc(0)],
    ['no sealed file at all', photo],
  ];
  for (const [what, bytes] of damages) {
    await writeFile(path, bytes);
    const reading = async (): Promise<unknown> => buffer((await store.get('d')).stream);
    await expect(reading(), what).rejects.toBeInstanceOf(ObjectDamagedError);
  }
  await writeFile(path, whole);
  const other = new SealedStore(plain, () => Promise.resolve({ ...seal, owner: 'event 2' }));
  const reading = async (start: number): Promise<unknown> => buffer((await other.get('d', { start })).stream);
  for (const start of [0, 150_000]) await expect(reading(start)).rejects.toBeInstanceOf(ObjectDamagedError);
});

test('a photo that is replaced between the two looks of a resumed download is read from one of both', async () => {
  const [old, renewed] = [randomBytes(200_000), randomBytes(200_000)];
  await store.put('e', old);
  let replaced = false;
  const racing: ObjectStore = Object.assign(Object.create(plain) as ObjectStore, {
    get: async (...asked: Parameters<ObjectStore['get']>): Promise<StoredObject> => {
      const found = await plain.get(...asked);
      if (!replaced) {
        replaced = true;
        await new Promise((resolve) => setTimeout(resolve, 20)); // disks tell milliseconds apart
        await store.put('e', renewed);
      }
      return found;
    },
  });
  const between = new SealedStore(racing, () => Promise.resolve(seal));
  const part = await buffer((await between.get('e', { start: 190_000 })).stream);
  expect(part.equals(renewed.subarray(190_000))).toBe(true);
});

test('a download that is given up lets go of the file', async () => {
  await store.put('f', randomBytes(5_000_000));
  let source: Readable | undefined;
  const watched: ObjectStore = Object.assign(Object.create(plain) as ObjectStore, {
    get: async (...asked: Parameters<ObjectStore['get']>): Promise<StoredObject> => {
      const found = await plain.get(...asked);
      source = found.stream;
      return found;
    },
  });
  const { stream } = await new SealedStore(watched, () => Promise.resolve(seal)).get('f');
  stream.destroy();
  await expect.poll(() => source?.destroyed).toBe(true);
});
