import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DataFolderBusyError, readLockOwner, takeDataLock } from './data.lock.js';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-lock-'));
  file = join(folder, 'up.lock');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a second start on the same folder is refused and told which process holds it', async () => {
  const lock = await takeDataLock(file);
  const refused = takeDataLock(file);
  await expect(refused).rejects.toBeInstanceOf(DataFolderBusyError);
  await expect(refused).rejects.toMatchObject({ pid: process.pid });
  lock.release();
  (await takeDataLock(file)).release();
});

test('of many simultaneous starts, exactly one gets the folder', async () => {
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => takeDataLock(file)));
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
});

test('a lock left by a killed process does not keep anybody out', async () => {
  const child = spawn('true');
  const dead = child.pid ?? 0;
  await new Promise((resolve) => child.once('exit', resolve));
  await writeFile(file, JSON.stringify({ pid: dead, started: '1' }));
  expect(await readLockOwner(file)).toBeUndefined();
  (await takeDataLock(file)).release();
});

test('a lock whose pid has since been given to another program does not keep anybody out', async () => {
  await writeFile(file, JSON.stringify({ pid: process.pid, started: 'long ago' }));
  (await takeDataLock(file)).release();
});

test('a lock file cut short by a power loss is taken over', async () => {
  await writeFile(file, '{"pid": 1');
  (await takeDataLock(file)).release();
});

test('releasing removes only one’s own lock', async () => {
  const lock = await takeDataLock(file);
  await writeFile(file, 'of somebody else');
  lock.release();
  expect(await readFile(file, 'utf8')).toBe('of somebody else');
});
