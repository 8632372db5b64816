import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { disk } from '@visage/testing/failing.files';
import { mountSmallDisk, type SmallDisk } from '@visage/testing/small.disk';
import { diskPathOf } from './disk.path.js';
import { DiskStore } from './disk.store.js';
import { ObjectNotFoundError, ObjectRangeError } from './object.error.js';

vi.mock('node:fs/promises', async (real) =>
  (await import('@visage/testing/failing.files')).disk.over(await real()),
);

let root: string;
let drafts: string;
let store: DiskStore;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'visage-disk-faults-'));
  drafts = join(root, '.drafts');
  store = await DiskStore.open(root);
});
afterEach(async () => {
  disk.reset();
  expect(await readdir(drafts), 'nothing half written remains').toEqual([]);
  expect(disk.openFiles, 'every file is closed').toBe(0);
});
afterAll(() => rm(root, { recursive: true }));

const PHOTO = randomBytes(300_000);
const inPieces = (bytes: Buffer): Readable =>
  Readable.from(
    (function* () {
      for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
    })(),
  );
const read = async (key: string): Promise<Buffer> => buffer((await store.get(key)).stream);
async function keys(prefix: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of store.list(prefix)) found.push(key);
  return found.sort();
}
/** Makes every call of that name fail for paths that contain `part`. */
const refuse = (name: string, errno: string, part = ''): void =>
  disk.setFault(({ call, path }) => (call === name && path.includes(part) ? { errno } : undefined));

test('a photo is whole even if the disk takes and returns only a few bytes at a time', async () => {
  disk.setFault(({ call }) => (call === 'write' || call === 'read' ? { atMost: 9_999 } : undefined));
  await store.put('short/photo', inPieces(PHOTO));
  expect((await read('short/photo')).equals(PHOTO)).toBe(true);
  await store.put('short/photo', PHOTO.subarray(1));
  expect((await read('short/photo')).equals(PHOTO.subarray(1))).toBe(true);
  disk.reset();
  expect((await readFile(diskPathOf(root, 'short/photo'))).equals(PHOTO.subarray(1))).toBe(true);
});

describe('a photo that cannot be written is refused, and the one that was there stays', () => {
  test.each([
    ['the disk is full after a while', () => void (disk.freeBytes = 100_000), 'ENOSPC'],
    [
      'the second write fails',
      () =>
        disk.setFault(({ call, count }) => (call === 'write' && count === 2 ? { errno: 'EIO' } : undefined)),
      'EIO',
    ],
    [
      'the last write fails',
      () =>
        disk.setFault(({ call, count }) => (call === 'write' && count === 5 ? { errno: 'EIO' } : undefined)),
      'EIO',
    ],
    ['its bytes do not reach the disk', () => refuse('sync', 'EIO', '.drafts'), 'EIO'],
    ['closing it reports that bytes were lost', () => refuse('close', 'EDQUOT', '.drafts'), 'EDQUOT'],
    ['no file can be created', () => refuse('open', 'EROFS', '.drafts'), 'EROFS'],
    ['there is no space for its folder', () => refuse('mkdir', 'ENOSPC'), 'ENOSPC'],
    ['it cannot be given its name', () => refuse('rename', 'EIO'), 'EIO'],
  ])('%s', async (_, fail, code) => {
    await store.put('there/photo', Buffer.from('former'));
    for (const key of ['there/photo', 'not-there/photo']) {
      fail();
      await expect(store.put(key, inPieces(PHOTO))).rejects.toMatchObject({ code });
      disk.reset();
    }
    expect((await read('there/photo')).toString()).toBe('former');
    expect(await store.head('not-there/photo')).toBeNull();
    expect(await keys('not-there/')).toEqual([]);
  });
});

describe('a disk that is really full', () => {
  let small: SmallDisk | null;
  beforeAll(async () => {
    small = await mountSmallDisk(2 ** 20);
  });
  afterAll(() => small?.unmount());

  test('refuses the photo, keeps the former one, and has space again afterwards', async () => {
    const path = small?.path ?? join(root, 'small');
    const full = await DiskStore.open(path);
    await full.put('a/photo', PHOTO);
    if (!small) disk.freeBytes = 500_000; // if nothing can be mounted
    await expect(full.put('a/photo', inPieces(randomBytes(2 ** 20)))).rejects.toMatchObject({
      code: 'ENOSPC',
    });
    expect((await buffer((await full.get('a/photo')).stream)).equals(PHOTO)).toBe(true);
    expect(await readdir(join(path, '.drafts'))).toEqual([]);
    disk.reset();
    await full.put('b/photo', PHOTO);
    await full.deletePrefix('a/');
    await full.deletePrefix('b/');
    if (!small) await rm(path, { recursive: true });
  });
});

test('what is reported as stored survives a power cut: first its bytes reach the disk, then its name', async () => {
  disk.setFault(({ call }) => (call === 'sync' ? { lateMs: 20 } : undefined));
  const done = async (work: Promise<unknown>): Promise<string[]> => {
    disk.calls.length = 0;
    await work;
    return disk.calls
      .filter((call) => /^(sync|rename) /.test(call))
      .map((call) => call.replace(/\.drafts\/[0-9a-f-]{36}/g, 'draft').replaceAll(`${root}/`, ''));
  };
  const stored = ['sync draft', 'rename draft -> safe/a=', 'sync safe'];
  expect(await done(store.put('safe/a', PHOTO))).toEqual(stored);
  expect(await done(store.put('safe/a', PHOTO))).toEqual(stored);
  const file = join(root, 'arrived');
  await writeFile(file, 'upload');
  expect(await done(store.adopt(file, 'safe/a'))).toEqual(stored);
  expect(await done(store.copy('safe/a', 'safe/b'))).toEqual(['rename draft -> safe/b=', 'sync safe']);
  expect(await done(store.move('safe/b', 'moved/b'))).toEqual(['rename safe/b= -> moved/b=', 'sync moved']);
  disk.setFault(({ call }) =>
    call === 'link' ? { errno: 'EXDEV' } : call === 'sync' ? { lateMs: 20 } : undefined,
  );
  expect(await done(store.adopt(file, 'safe/a'))).toEqual(stored);
  expect(await done(store.copy('safe/a', 'safe/b'))).toEqual(
    stored.map((call) => call.replace('/a=', '/b=')),
  );
  await rm(file);
});

test('where folders cannot be opened or synced, photos are stored all the same', async () => {
  refuse('open', 'EISDIR', 'plain');
  await store.put('plain/photo', Buffer.from('x'));
  refuse('sync', 'EINVAL', 'plain');
  await store.put('plain/photo', Buffer.from('y'));
  expect((await read('plain/photo')).toString()).toBe('y');
});

describe('a photo gets its place even if its folder is removed again and again', () => {
  test('nine times', async () => {
    disk.setFault(({ call, count }) => (call === 'rename' && count < 10 ? { errno: 'ENOENT' } : undefined));
    await store.put('gone/photo', Buffer.from('x'));
    disk.setFault(({ call, count }) => (call === 'mkdir' && count < 10 ? { errno: 'ENOENT' } : undefined));
    await store.put('gone/photo', Buffer.from('y'));
    expect((await read('gone/photo')).toString()).toBe('y');
  });

  test('but not for ever, and not if trying again does not help', async () => {
    const tried = async (errno: string): Promise<number> => {
      let times = 0;
      disk.setFault(({ call }) => (call === 'rename' ? (times++, { errno }) : undefined));
      await expect(store.put('gone/other', Buffer.from('x'))).rejects.toMatchObject({ code: errno });
      return times;
    };
    expect([await tried('ENOENT'), await tried('EACCES'), await tried('EXDEV')]).toEqual([10, 1, 1]);
  });
});

describe('where a file cannot have a second name', () => {
  test.each(['EMLINK', 'EPERM', 'EXDEV', 'ENOTSUP'])('%s: it is copied, byte for byte', async (errno) => {
    await store.put('from/photo', PHOTO);
    refuse('link', errno);
    await store.copy('from/photo', 'to/photo');
    expect((await read('to/photo')).equals(PHOTO)).toBe(true);
    await store.adopt(diskPathOf(root, 'from/photo'), 'to/adopted');
    expect((await read('to/adopted')).equals(PHOTO)).toBe(true);
    expect((await read('from/photo')).equals(PHOTO)).toBe(true);
    await store.deletePrefix('to/');
  });

  test('a disk without space for the copy says so, and what was there stays', async () => {
    await store.put('from/photo', PHOTO);
    await store.put('to/photo', Buffer.from('former'));
    for (const fill of [() => (disk.freeBytes = 1_000), () => undefined]) {
      disk.setFault(({ call }) =>
        call === 'link' ? { errno: 'EMLINK' } : call === 'sync' ? { errno: 'ENOSPC' } : undefined,
      );
      fill();
      await expect(store.copy('from/photo', 'to/photo')).rejects.toMatchObject({ code: 'ENOSPC' });
      await expect(store.adopt(diskPathOf(root, 'from/photo'), 'to/photo')).rejects.toMatchObject({
        code: 'ENOSPC',
      });
      disk.reset();
    }
    expect((await read('to/photo')).toString()).toBe('former');
    expect((await read('from/photo')).equals(PHOTO)).toBe(true);
  });

  test('what is not there is still reported as missing', async () => {
    disk.setFault(({ call }) => (call === 'copyFile' ? { errno: 'EIO' } : undefined));
    await expect(store.copy('nothing/here', 'to/photo')).rejects.toBeInstanceOf(ObjectNotFoundError);
    await expect(store.adopt(join(root, 'nothing'), 'to/photo')).rejects.toBeInstanceOf(ObjectNotFoundError);
  });
});

test('a photo that cannot be moved stays where it was', async () => {
  await store.put('moving/photo', PHOTO);
  refuse('rename', 'EIO');
  await expect(store.move('moving/photo', 'moved/photo')).rejects.toMatchObject({ code: 'EIO' });
  disk.reset();
  expect((await read('moving/photo')).equals(PHOTO)).toBe(true);
  expect(await store.head('moved/photo')).toBeNull();
});

test('a disk that fails is not taken for one without the photo', async () => {
  await store.put('sick/photo', PHOTO);
  const failing = { code: 'EIO' };
  refuse('open', 'EIO', 'sick');
  await expect(store.get('sick/photo')).rejects.toMatchObject(failing);
  refuse('stat', 'EIO', 'sick');
  await expect(store.get('sick/photo')).rejects.toMatchObject(failing);
  await expect(store.head('sick/photo')).rejects.toMatchObject(failing);
  await expect(keys('sick/')).rejects.toMatchObject(failing);
  await expect(store.move('sick/photo', 'well/photo')).rejects.toMatchObject(failing);
  refuse('readdir', 'EIO', 'sick');
  await expect(keys('sick/')).rejects.toMatchObject(failing);
  await expect(store.deletePrefix('sick/p')).rejects.toMatchObject(failing);
  refuse('read', 'EIO', 'sick');
  await expect(read('sick/photo')).rejects.toMatchObject(failing);
  disk.reset();
  await expect(store.get('sick/photo', { start: PHOTO.length })).rejects.toBeInstanceOf(ObjectRangeError);
});

test('a photo that cannot be erased is not reported as erased', async () => {
  await store.put('stuck/photo', PHOTO);
  refuse('rm', 'EACCES', dirname(diskPathOf(root, 'stuck/photo')));
  for (const erasing of [
    () => store.delete('stuck/photo'),
    () => store.deletePrefix('stuck/'),
    () => store.deletePrefix('stuck/p'),
  ])
    await expect(erasing()).rejects.toMatchObject({ code: 'EACCES' });
  disk.reset();
  expect((await read('stuck/photo')).equals(PHOTO)).toBe(true);
});

test('a photo that is deleted while its folder is listed is left out, the others are not', async () => {
  await store.put('list/a', PHOTO);
  await store.put('list/b', PHOTO);
  refuse('stat', 'ENOENT', 'list/a=');
  expect(await keys('list/')).toEqual(['list/b']);
});
