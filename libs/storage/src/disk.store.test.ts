import { createHash, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DiskStore } from './disk.store.js';
import { diskPathOf, keyOfDiskPath } from './disk.path.js';
import { incomingKey, originalKey } from './object.key.js';
import { objectStoreContract } from './object.store.contract.js';
import { createObjectStore } from './store.factory.js';
import type { ObjectStore } from './object.store.js';

let root: string;
let store: ObjectStore;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'visage-disk-'));
  store = await createObjectStore({ kind: 'disk', root });
});
afterAll(() => rm(root, { recursive: true, force: true }));

objectStoreContract('disk', () => store);

test('after everything was deleted no empty folders and no drafts remain', async () => {
  await store.put('deep/er/still/photo', Buffer.from('x'));
  await store.delete('deep/er/still/photo');
  expect(await readdir(join(root, '.drafts'))).toEqual([]);
  expect(await readdir(root)).not.toContain('deep');
});

test('the first photos of an event can arrive side by side, while each deletion clears their folder away', async () => {
  for (let event = 0; event < 300; event += 1) {
    const eventId = randomUUID();
    const photos = Array.from({ length: 6 }, (_, index) => Buffer.from(`photo ${index} of ${eventId}`));
    const placed = await Promise.all(
      photos.map(async (photo, index) => {
        const [from, to] = [
          incomingKey(eventId, String(index)),
          originalKey(eventId, createHash('sha256').update(photo).digest('hex')),
        ];
        await store.put(from, photo);
        await store.move(from, to);
        return to;
      }),
    );
    for (const key of placed) expect(await store.head(key)).not.toBeNull();
  }
});

test('an upload that died with its process is cleared at a later start, one in progress is not', async () => {
  const drafts = join(root, '.drafts');
  await mkdir(drafts, { recursive: true });
  await writeFile(join(drafts, 'dead'), 'x');
  await writeFile(join(drafts, 'under-way'), 'x');
  const twoDaysAgo = new Date(Date.now() - 48 * 3_600_000);
  await utimes(join(drafts, 'dead'), twoDaysAgo, twoDaysAgo);
  await DiskStore.open(root);
  expect(await readdir(drafts)).toEqual(['under-way']);
  await rm(join(drafts, 'under-way'));
});

test('an original can be found on the disk by its hash', () => {
  const sha256 = 'ab'.repeat(32);
  expect(diskPathOf('/data', `events/e1/originals/ab/${sha256}`)).toBe(
    `/data/events/e1/originals/ab/${sha256}=`,
  );
});

test('files that others put into the folder are not listed as photos', async () => {
  await store.put('kept/photo', Buffer.from('x'));
  await writeFile(join(root, 'kept', 'notes.txt'), 'x');
  await writeFile(join(root, 'kept', '%zz='), 'x');
  const found: string[] = [];
  for await (const { key } of store.list('kept/')) found.push(key);
  expect(found).toEqual(['kept/photo']);
  await store.deletePrefix('kept/');
  expect(await readdir(root), 'but they are erased with them').not.toContain('kept');
});

test('no file name is longer than file systems allow, and what fits is in one', () => {
  expect(diskPathOf('/data', 'x'.repeat(240))).toBe(`/data/${'x'.repeat(240)}=`);
  expect(diskPathOf('/data', 'x'.repeat(241))).toBe(`/data/${'x'.repeat(240)}+/x=`);
  for (const before of ['', 'x', 'xx']) {
    const path = diskPathOf('/data', `${before}${'é'.repeat(300)}`);
    const names = path.split('/').slice(2);
    for (const name of names) expect(name).toMatch(/^(x{0,2})(%[0-9a-f]{2}){0,80}[=+]$/);
    expect(Math.max(...names.map((name) => name.length))).toBeLessThanOrEqual(241);
    expect(keyOfDiskPath(path.slice('/data/'.length))).toBe(`${before}${'é'.repeat(300)}`);
  }
});
