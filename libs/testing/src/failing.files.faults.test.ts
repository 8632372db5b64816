import { copyFile, link, mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { disk } from './failing.files.js';

vi.mock('node:fs/promises', async (real) => (await import('./failing.files.js')).disk.over(await real()));

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-failing-'));
  path = join(folder, 'file');
});
beforeEach(() => disk.reset());
afterAll(() => rm(folder, { recursive: true }));

test('calls without a fault reach the real disk, and are recorded', async () => {
  await writeFile(path, 'bytes');
  expect(await readFile(path, 'utf8')).toBe('bytes');
  await link(path, join(folder, 'other'));
  expect(disk.calls).toEqual([
    `writeFile ${path}`,
    `readFile ${path}`,
    `link ${path} -> ${join(folder, 'other')}`,
  ]);
});

test('a call is refused with the error that the system would give, where and when it is told to', async () => {
  disk.setFault(({ call, path: at, count }) =>
    call === 'writeFile' && at === path && count === 2 ? { errno: 'EIO' } : undefined,
  );
  await writeFile(path, 'first');
  await expect(writeFile(path, 'second')).rejects.toMatchObject({ code: 'EIO', syscall: 'writeFile', path });
  await writeFile(join(folder, 'elsewhere'), 'third');
  expect(await readFile(path, 'utf8')).toBe('first');
});

test('reads and writes of an open file transfer fewer bytes than requested, at the requested place', async () => {
  disk.setFault(({ call }) => (['read', 'write', 'writev'].includes(call) ? { atMost: 2 } : undefined));
  const file = await open(path, 'w+');
  expect((await file.write(Buffer.from('abcd'), 1, 3)).bytesWritten).toBe(2);
  expect((await file.write('xyz', 2)).bytesWritten).toBe(2);
  expect((await file.writev([Buffer.from('p'), Buffer.from('qr')], 4)).bytesWritten).toBe(2);
  const into = Buffer.alloc(4);
  expect((await file.read(into, { offset: 1, position: 3 })).bytesRead).toBe(2);
  expect(into.toString()).toBe('\0yp\0');
  disk.setFault(undefined);
  expect(await readFile(path, 'utf8')).toBe('bcxypq');
  expect(disk.openFiles).toBe(1);
  await file.close();
  expect(disk.openFiles).toBe(0);
});

test('a full disk takes what fits and then refuses, and a copy leaves nothing behind', async () => {
  disk.freeBytes = 10;
  const file = await open(path, 'w');
  expect((await file.write(Buffer.alloc(7))).bytesWritten).toBe(7);
  expect((await file.write(Buffer.alloc(7))).bytesWritten).toBe(3);
  await expect(file.write(Buffer.alloc(1))).rejects.toMatchObject({ code: 'ENOSPC' });
  await file.close();
  disk.freeBytes = 4;
  await expect(writeFile(path, '123456')).rejects.toMatchObject({ code: 'ENOSPC' });
  expect((await stat(path)).size).toBe(4);
  disk.freeBytes = 3;
  await expect(copyFile(path, join(folder, 'copy'))).rejects.toMatchObject({ code: 'ENOSPC' });
  await expect(stat(join(folder, 'copy'))).rejects.toMatchObject({ code: 'ENOENT' });
});
