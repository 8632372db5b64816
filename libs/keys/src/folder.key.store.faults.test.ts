import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { disk } from '@visage/testing/failing.files';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FolderKeyStore } from './folder.key.store.js';
import { keyStoreContract } from './key.store.contract.js';
import { KeyStoreError } from './key.store.js';

vi.mock('node:fs/promises', async (real) =>
  (await import('@visage/testing/failing.files')).disk.over(await real()),
);

let folder: string;
let store: FolderKeyStore;
const eventId = randomUUID();
const key = new Uint8Array(randomBytes(70));

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'visage-keys-')), 'keys');
  store = await FolderKeyStore.open(folder);
});
afterEach(async () => {
  disk.reset();
  expect(disk.openFiles, 'every file is closed').toBe(0);
  await rm(join(folder, '..'), { recursive: true, force: true });
});

keyStoreContract('folder', () => FolderKeyStore.open(folder));

/** What the disk still has of a key whose name is gone: a second name keeps hold of the bytes. */
async function keepHold(): Promise<string> {
  const held = join(folder, 'held');
  await link(join(folder, `${eventId}.key`), held);
  return held;
}

test('nobody but its owner can read the folder, or a key', async () => {
  await store.create(eventId, key);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect((await stat(join(folder, `${eventId}.key`))).mode & 0o777).toBe(0o600);
});

test('the bytes of a destroyed or replaced key are no longer on the disk', async () => {
  await store.create(eventId, key);
  const destroyed = await keepHold();
  await store.destroy(eventId);
  expect((await readFile(destroyed)).length).toBe(key.length);
  expect(new Uint8Array(await readFile(destroyed))).not.toEqual(key);
  await rm(destroyed);

  await store.create(eventId, key);
  const replaced = await keepHold();
  await store.replace(eventId, randomBytes(70));
  expect(new Uint8Array(await readFile(replaced))).not.toEqual(key);
});

test('a key whose writing broke off goes with the event', async () => {
  await store.create(eventId, key);
  disk.setFault(({ call }) => (call === 'rename' || call === 'rm' ? { errno: 'EIO' } : undefined));
  await expect(store.replace(eventId, key)).rejects.toThrow('EIO');
  disk.reset();
  const [draft = ''] = (await readdir(folder)).filter((name) => name.endsWith('.new'));
  const held = join(folder, 'held');
  await link(join(folder, draft), held);
  await store.destroy(eventId);
  expect(await readdir(folder)).toEqual(['held']);
  expect(new Uint8Array(await readFile(held))).not.toEqual(key);
});

test('where a key cannot be written, the one before stays, and no half of a file', async () => {
  for (const call of ['writeFile', 'sync', 'link'] as const) {
    disk.setFault((request) => (request.call === call ? { errno: 'ENOSPC' } : undefined));
    await expect(store.create(eventId, key), call).rejects.toThrow('ENOSPC');
    disk.reset();
    expect(await store.read(eventId), call).toBeNull();
    expect(await readdir(folder), call).toEqual([]);
  }
  await store.create(eventId, key);
  disk.setFault(({ call }) => (call === 'rename' ? { errno: 'EIO' } : undefined));
  await expect(store.replace(eventId, randomBytes(70))).rejects.toThrow('EIO');
  disk.reset();
  expect(await store.read(eventId)).toEqual(key);
  expect(await readdir(folder)).toEqual([`${eventId}.key`]);
});

test('a folder that cannot be made is named, and so is what is no event', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(FolderKeyStore.open(join(folder, 'file', 'keys'))).rejects.toThrow(KeyStoreError);
  await expect(store.read('../master')).rejects.toThrow('not the id of an event');
  await expect(store.destroy('../../master.key')).rejects.toThrow('not the id of an event');
});

test('a folder that nothing can be written to is named at the start', async () => {
  disk.setFault(({ call }) => (call === 'open' ? { errno: 'EROFS' } : undefined));
  await expect(FolderKeyStore.open(folder)).rejects.toThrow(
    `${folder} for the keys of events cannot be written to`,
  );
  disk.reset();
  expect(await readdir(folder)).toEqual([]);
});

test('who reads a key while it is replaced gets the one before or the new one, never what is written over it', async () => {
  const [one, other] = [new Uint8Array(randomBytes(70)), new Uint8Array(randomBytes(140))];
  await store.create(eventId, one);
  let done = false;
  const writing = (async () => {
    for (let turn = 0; turn < 60; turn += 1) await store.replace(eventId, turn % 2 === 0 ? other : one);
    done = true;
  })();
  const known = [one, other].map((key) => Buffer.from(key).toString('hex'));
  while (!done) expect(known).toContain(Buffer.from((await store.read(eventId)) ?? []).toString('hex'));
  await writing;
});
