import { mkdtemp, open, readFile, rm, type FileHandle } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { disk } from '@visage/testing/failing.files';
import { writeAll } from './file.write.js';

vi.mock('node:fs/promises', async (real) =>
  (await import('@visage/testing/failing.files')).disk.over(await real()),
);

let folder: string;
let path: string;
let file: FileHandle;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-write-'));
  path = join(folder, 'file');
});
beforeEach(async () => {
  file = await open(path, 'w');
});
afterEach(async () => {
  disk.reset();
  await file.close();
});
afterAll(() => rm(folder, { recursive: true }));

const short = (atMost: number): void =>
  disk.setFault(({ call }) => (call === 'write' ? { atMost } : undefined));

test('every byte is written once and in order, however few of them one write takes', async () => {
  for (const size of [1, 3, 7, 1000]) {
    short(size);
    const [first, second] = [randomBytes(100), randomBytes(41)];
    await file.truncate(0);
    await writeAll(file, first, 0);
    await writeAll(file, second, 100);
    expect(await readFile(path), `${size} at a time`).toEqual(Buffer.concat([first, second]));
  }
});

test('without a place the bytes go on after what was written last', async () => {
  short(3);
  await writeAll(file, Buffer.from('0123456789'));
  await writeAll(file, new Uint8Array());
  await writeAll(file, Buffer.from('abcdefg'));
  expect(await readFile(path, 'utf8')).toBe('0123456789abcdefg');
});

test('a position says where the bytes are written, whatever was written before', async () => {
  short(2);
  await writeAll(file, Buffer.from('0123456789'));
  await writeAll(file, Buffer.from('ABCDE'), 3);
  await writeAll(file, Buffer.from('Z'), 0);
  expect(await readFile(path, 'utf8')).toBe('Z12ABCDE89');
});

test('a disk that fills up midway is an error, not a shorter file', async () => {
  disk.freeBytes = 5;
  await expect(writeAll(file, Buffer.from('0123456789'))).rejects.toMatchObject({ code: 'ENOSPC' });
  expect(await readFile(path, 'utf8')).toBe('01234');
});
