import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KIND_BYTES } from '@visage/contracts/file.kind';
import { expect, it } from 'vitest';
import { hasImageExtension, headOf } from './photo.kind.js';

it('recognises what should be a photo by its extension, so that one that is none is reported', () => {
  for (const name of ['a.jpg', 'A.JPEG', 'b.heic', 'c.CR3', 'd.tiff'])
    expect([name, hasImageExtension(name)]).toEqual([name, true]);
  for (const name of ['jpg', '.jpg', 'a.jpg.txt', 'a', 'a.mp4', 'a.'])
    expect([name, hasImageExtension(name)]).toEqual([name, false]);
});

it('reads the first bytes of a file, and none of one that cannot be opened or read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'visage-kind-'));
  await writeFile(join(folder, 'long'), Buffer.alloc(KIND_BYTES + 1, 7));
  await writeFile(join(folder, 'empty'), '');
  const found = await Promise.all(
    ['long', 'empty', 'gone', '.'].map(async (name) => (await headOf(join(folder, name)))?.length),
  );
  await rm(folder, { recursive: true });
  expect(found).toEqual([KIND_BYTES, 0, undefined, undefined]);
});
