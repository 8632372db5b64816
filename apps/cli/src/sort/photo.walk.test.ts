import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { walkPhotos } from './photo.walk.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'visage-walk-'));
});
afterEach(() => rm(root, { recursive: true }));

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0]);

it('finds every photo below the folder by what it is, and names everything else', async () => {
  await mkdir(join(root, 'b/deep'), { recursive: true });
  await mkdir(join(root, '.hidden'));
  await writeFile(join(root, 'b/deep/IMG_1.JPG'), JPEG);
  await writeFile(join(root, 'b/text.jpg'), 'Dear guests');
  await writeFile(join(root, 'P1010004.ORF'), 'IIRO\x08\0\0\0');
  await writeFile(join(root, 'a.heic'), '');
  await writeFile(join(root, 'scan-without-extension'), JPEG);
  await writeFile(join(root, 'renamed.txt'), JPEG);
  await writeFile(join(root, 'notes.txt'), 'no photo');
  await writeFile(join(root, 'clip.mp4'), Buffer.from('\0\0\0\x18ftypisom0000'));
  await writeFile(join(root, '.DS_Store'), 'x');
  await writeFile(join(root, '._IMG_1.JPG'), 'x');
  await writeFile(join(root, '.hidden/c.jpg'), JPEG);
  const found = await walkPhotos(root, join(root, 'nowhere'));
  expect(found.photos.map(({ file }) => file)).toEqual([
    'b/deep/IMG_1.JPG',
    'renamed.txt',
    'scan-without-extension',
  ]);
  expect(found.unreadable.map(({ file, code, reason }) => [file, code, reason.slice(0, 41)])).toEqual([
    ['P1010004.ORF', 'unsupported-format', 'This is a RAW file of Olympus (.ORF), whi'],
    ['a.heic', 'empty-file', 'This is an empty file (0 bytes). Upload t'],
    ['b/text.jpg', 'not-an-image', 'This is a text, not an image. Upload a JP'],
  ]);
  expect(found.skipped).toEqual([
    { file: 'clip.mp4', what: 'a video' },
    { file: 'notes.txt', what: 'a text' },
  ]);
  expect(found.photos[0]).toMatchObject({ bytes: JPEG.length, path: join(root, 'b/deep/IMG_1.JPG') });
});

it('comes to an end in a loop of links and reports a broken link', async () => {
  await mkdir(join(root, 'album'));
  await writeFile(join(root, 'album/x.jpg'), JPEG);
  await symlink(root, join(root, 'album/loop'));
  await symlink(join(root, 'album'), join(root, 'same-again'));
  await symlink(join(root, 'gone.jpg'), join(root, 'dangling.jpg'));
  await symlink('self', join(root, 'self'));
  const found = await walkPhotos(root, join(root, 'nowhere'));
  expect(found.photos.map(({ file }) => file)).toEqual(['album/x.jpg']);
  expect(found.unreadable.map(({ file }) => file)).toEqual(['dangling.jpg']);
});

it('does not read its own result, nor that of an earlier sort', async () => {
  await mkdir(join(root, 'out/Person 001'), { recursive: true });
  await mkdir(join(root, 'older/.visage-sort'), { recursive: true });
  for (const file of ['out/Person 001/a.jpg', 'older/b.jpg', 'c.jpg'])
    await writeFile(join(root, file), JPEG);
  const found = await walkPhotos(root, join(root, 'out'));
  expect(found.photos.map(({ file }) => file)).toEqual(['c.jpg']);
});
