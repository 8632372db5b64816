import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hasImageExtension, looksLikeImage, sniffImage } from './photo.kind.js';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

it('recognises a photo by its first bytes, whatever its name', () => {
  const photos = [
    '\xff\xd8\xff\xe1',
    '\x89PNG\r\n\x1a\n\0\0',
    'GIF87a',
    'GIF89a',
    'RIFF\0\0\0\0WEBPVP8 ',
    'II*\0',
    'MM\0*',
    '\0\0\0\x18ftypheic',
    '\0\0\0\x18ftypavif',
    '\0\0\0\x18ftypmif1',
    '\xff\x0a',
    '\0\0\0\x0cJXL \r\n\x87\n',
  ];
  for (const photo of photos) expect([photo, looksLikeImage(bytes(photo))]).toEqual([photo, true]);
  const others = [
    '',
    '\xff\xd8',
    '\x89PNG',
    'GIF88b',
    'xGIF89a',
    'RIFF\0\0\0\0WAVEfmt ',
    'II+\0',
    '\0\0\0\x18ftypisom',
    '\0\0\0\x18moovheic',
    'JXL \r\n\x87\n',
    '%PDF-1.7',
  ];
  for (const other of others) expect([other, looksLikeImage(bytes(other))]).toEqual([other, false]);
});

it('recognises a photo by its extension, so that one that cannot be read is reported', () => {
  for (const name of ['a.jpg', 'A.JPEG', 'b.heic', 'c.CR3', 'd.tiff'])
    expect([name, hasImageExtension(name)]).toEqual([name, true]);
  for (const name of ['jpg', '.jpg', 'a.jpg.txt', 'a', 'a.mp4', 'a.'])
    expect([name, hasImageExtension(name)]).toEqual([name, false]);
});

it('does not treat what cannot be opened or read as a photo', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'visage-kind-'));
  await writeFile(join(folder, 'photo'), bytes('\xff\xd8\xff\xe0'));
  await writeFile(join(folder, 'short'), bytes('\xff'));
  const found = await Promise.all(
    ['photo', 'short', 'gone', '.'].map((name) => sniffImage(join(folder, name))),
  );
  await rm(folder, { recursive: true });
  expect(found).toEqual([true, false, false, false]);
});
