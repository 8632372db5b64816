import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { PhotoAnalysis } from '@visage/contracts/photo-analysis.contract';
import { PhotoError } from '@visage/contracts/photo-error.contract';
import { disk } from '@visage/testing/failing.files';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { VisionSession } from '../models/vision.session.js';
import { analysePhotos, cropPath, thumbnailPath, type AnalysedPhotos } from './analyse.photos.js';
import { outputFolder, type OutputFolder } from './output.folder.js';
import { photoKey } from './photo.journal.js';
import type { FoundPhoto } from './photo.walk.js';
import { sortProgress } from './sort.progress.js';

vi.mock('node:fs/promises', async (real) =>
  (await import('@visage/testing/failing.files')).disk.over(await real()),
);

let root: string;
let out: OutputFolder;
/** Names of the photos that were looked at, in order. */
let looked: string[];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'visage-analyse-'));
  await mkdir(join(root, 'photos'));
  for (const { file } of PHOTOS) await writeFile(join(root, 'photos', file), `bytes of ${file}`);
  out = await outputFolder(join(root, 'photos'), join(root, 'out'));
  looked = [];
  disk.reset();
});
afterEach(async () => {
  disk.reset();
  expect(disk.openFiles, 'every file is closed').toBe(0);
  await rm(root, { recursive: true });
});

const PHOTOS: FoundPhoto[] = ['a.jpg', 'b.jpg', 'broken.jpg', 'c.jpg'].map((file) => ({
  file,
  path: file,
  bytes: 1,
  mtimeMs: 1,
}));
const keyOf = (file: string): string =>
  photoKey(PHOTOS.find((photo) => photo.file === file) ?? { file, path: '', bytes: 1, mtimeMs: 1 }, 'p');

/** One face in every photo, except that broken.jpg is not an image. */
function look(path: string): PhotoAnalysis {
  const file = basename(path);
  looked.push(file);
  if (file === 'broken.jpg') throw new PhotoError('corrupt-image', 'It is cut off.');
  const face = {
    box: [0, 0, 9, 9],
    score: 1,
    landmarks: Array(5).fill([1, 1]),
    quality: 1,
    aligned: new Uint8Array(),
  };
  const seen = {
    ...face,
    embedding: new Float32Array([1, 0]),
    crop: Buffer.from(`face of ${file}`),
  } as unknown as PhotoAnalysis['faces'][number];
  const thumbnail = { width: 9, height: 9, webp: Buffer.from(`picture of ${file}`) };
  return { width: 90, height: 60, metadata: { format: 'jpeg', orientation: 1 }, thumbnail, faces: [seen] };
}

function analyse(
  changes: (analysis: PhotoAnalysis) => PhotoAnalysis = (analysis) => analysis,
): Promise<AnalysedPhotos> {
  const vision = {
    threads: 1,
    pipeline: 'p',
    analyse: async (path: string) => changes(look(path)),
  } as unknown as VisionSession;
  const photos = PHOTOS.map((photo) => ({ ...photo, path: join(root, 'photos', photo.file) }));
  return analysePhotos(photos, vision, out, sortProgress(true), new AbortController().signal);
}
const errorsOf = ({ records }: AnalysedPhotos): (string | undefined)[] =>
  PHOTOS.map(({ file }) => records.get(file)?.error?.code);
const refuse = (name: string, errno: string, part: string): void =>
  disk.setFault(({ call, path }) => (call === name && path.includes(part) ? { errno } : undefined));

it('every photo has its pictures and its line, and an unreadable one has its reason', async () => {
  const result = await analyse();
  expect(errorsOf(result)).toEqual([undefined, undefined, 'corrupt-image', undefined]);
  expect(result.reused).toBe(0);
  expect(result.records.get('a.jpg')).toMatchObject({
    key: keyOf('a.jpg'),
    file: 'a.jpg',
    width: 90,
    height: 60,
    faces: [{ score: 1, quality: 1 }],
  });
  expect(await readFile(thumbnailPath(out, keyOf('c.jpg')), 'utf8')).toBe('picture of c.jpg');
  expect(await readFile(cropPath(out, keyOf('c.jpg'), 0), 'utf8')).toBe('face of c.jpg');
  expect((await readdir(out.thumbnails)).length).toBe(3);
});

describe('a second run', () => {
  it('looks at no photo again, not even at the unreadable one', async () => {
    const first = await analyse();
    looked = [];
    const again = await analyse();
    expect([looked, again.reused]).toEqual([[], 4]);
    expect(again.records).toEqual(first.records);
  });

  it('looks again at exactly the photos whose pictures somebody has removed', async () => {
    await analyse();
    await rm(thumbnailPath(out, keyOf('b.jpg')));
    looked = [];
    expect((await analyse()).reused).toBe(3);
    expect(looked).toEqual(['b.jpg']);
    expect(await readFile(thumbnailPath(out, keyOf('b.jpg')), 'utf8')).toBe('picture of b.jpg');
  });
});

describe('a full disk ends the run, and no photo is blamed for it', () => {
  it.each([
    ['thumbnails', () => refuse('writeFile', 'ENOSPC', 'thumbnails')],
    ['faces', () => refuse('writeFile', 'ENOSPC', 'crops')],
    [
      'the journal',
      () =>
        disk.setFault(({ call, path, count }) =>
          call === 'appendFile' && path.includes('journal') && count === 2 ? { errno: 'ENOSPC' } : undefined,
        ),
    ],
    ['whatever comes next', () => void (disk.freeBytes = 400)],
  ])('%s', async (_, fill) => {
    fill();
    await expect(analyse()).rejects.toMatchObject({ code: 'ENOSPC' });
    disk.reset();
    expect(await readFile(out.journal, 'utf8')).not.toContain('ENOSPC');
    expect(errorsOf(await analyse())).toEqual([undefined, undefined, 'corrupt-image', undefined]);
    for (const file of ['a.jpg', 'b.jpg', 'c.jpg']) {
      expect(await readFile(thumbnailPath(out, keyOf(file)), 'utf8')).toBe(`picture of ${file}`);
      expect(await readFile(cropPath(out, keyOf(file), 0), 'utf8')).toBe(`face of ${file}`);
    }
  });

  it('also if it is full before anything is looked at: what earlier runs did is kept', async () => {
    await analyse();
    for (const [call, errno] of [
      ['sync', 'EIO'],
      ['appendFile', 'ENOSPC'],
      ['rename', 'EIO'],
      ['close', 'EDQUOT'],
    ] as const) {
      refuse(call, errno, 'journal.jsonl.partial');
      await expect(analyse()).rejects.toMatchObject({ code: errno });
      disk.reset();
    }
    looked = [];
    expect((await analyse()).reused).toBe(4);
    expect(looked).toEqual([]);
  });
});

describe('one photo that fails is left to the next run, and the others continue', () => {
  it.each([
    ['its thumbnail cannot be written', () => refuse('writeFile', 'EIO', keyOf('b.jpg'))],
    ['its face cannot be written', () => refuse('writeFile', 'EACCES', cropPath(out, keyOf('b.jpg'), 0))],
  ])('%s', async (_, fail) => {
    fail();
    const first = await analyse();
    expect(errorsOf(first)).toEqual([undefined, 'internal', 'corrupt-image', undefined]);
    expect(first.records.get('b.jpg')).toMatchObject({ key: keyOf('b.jpg'), width: 0, height: 0, faces: [] });
    disk.reset();
    looked = [];
    expect(errorsOf(await analyse())).toEqual([undefined, undefined, 'corrupt-image', undefined]);
    expect(looked).toEqual(['b.jpg']);
  });

  it.each<[string, (analysis: PhotoAnalysis) => PhotoAnalysis]>([
    ['no thumbnail', ({ thumbnail: _thumbnail, ...analysis }) => analysis],
    [
      'no embedding',
      (analysis) => ({
        ...analysis,
        faces: analysis.faces.map(({ embedding: _embedding, ...face }) => face),
      }),
    ],
    [
      'no crop',
      (analysis) => ({ ...analysis, faces: analysis.faces.map(({ crop: _crop, ...face }) => face) }),
    ],
  ])('%s', async (_, without) => {
    const result = await analyse(without);
    expect(errorsOf(result)).toEqual(['internal', 'internal', 'corrupt-image', 'internal']);
    expect(result.records.get('a.jpg')?.error?.reason).toMatch(/^the vision library returned/);
  });
});

it('a photo that was done in stages is recorded with its final results', async () => {
  await analyse();
  await writeFile(out.journal, (await readFile(out.journal, 'utf8')).slice(0, -20));
  looked = [];
  expect((await analyse()).records.size).toBe(4);
  expect(looked).toHaveLength(1);
});
