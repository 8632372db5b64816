import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { masterKeyOf } from './master.key.js';

const key = randomBytes(32);
const MASTER_KEY = key.toString('base64');
let folder: string;
let MASTER_KEY_FILE: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-host-'));
  MASTER_KEY_FILE = join(folder, 'master.key');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('the key is the one that the settings hold, or that of the file they name', async () => {
  expect(await masterKeyOf({ MASTER_KEY })).toEqual(new Uint8Array(key));
  expect(await readdir(folder)).toEqual([]);
  const made = await masterKeyOf({ MASTER_KEY_FILE });
  expect(await masterKeyOf({ MASTER_KEY_FILE, MASTER_KEY: undefined })).toEqual(made);
});

test('without a key, or with two that may differ, nothing starts and no key is made', async () => {
  await expect(masterKeyOf({})).rejects.toThrow('exactly one');
  await expect(masterKeyOf({ MASTER_KEY, MASTER_KEY_FILE })).rejects.toThrow('exactly one');
  expect(await readdir(folder)).toEqual([]);
});
