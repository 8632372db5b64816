import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { badFiles, samplePhotoPath } from '../../../../test/support/photo.fixtures.js';
import { sortFolder, type SortResult } from './sort.run.js';
import type { SortOptions } from './sort.options.js';
import { sortProgress, type SortProgress } from './sort.progress.js';

let root: string;
let input: string;
let out: string;
let first: SortResult;

async function sort(
  options: Partial<SortOptions> = {},
  progress?: SortProgress,
  signal?: AbortSignal,
): Promise<SortResult | null> {
  return sortFolder(
    input,
    { out, minPhotos: 1, threads: 2, ...options },
    progress ?? sortProgress(true),
    signal ?? new AbortController().signal,
  );
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'visage-sort-'));
  input = join(root, 'wedding');
  out = join(root, 'sorted');
  await mkdir(join(input, 'second camera'), { recursive: true });
  for (let n = 1; n <= 6; n++) await copyFile(samplePhotoPath(n), join(input, `sample${n}.jpg`));
  await copyFile(samplePhotoPath(2), join(input, 'second camera/sample1.jpg'));
  for (const { file } of await badFiles()) await writeFile(join(input, file.name), file.bytes);
  await writeFile(join(input, 'notes.txt'), 'not a photo');
  const result = await sort();
  if (!result) throw new Error('the sort was interrupted');
  first = result;
}, 300_000);
afterAll(() => rm(root, { recursive: true, force: true }));

async function sha256(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}

/** Path below the output -> hash, without the files for the page and the next run. */
async function placed(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const entry of await readdir(out, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(out.length + 1);
    if (entry.isFile() && name.includes('/') && !name.startsWith('.visage-sort'))
      files.set(name, await sha256(path));
  }
  return files;
}

it('finds the people of real photos, each photo bit for bit in the folder of everyone in it', async () => {
  const { summary } = first;
  const good = summary.photos.filter(({ error }) => error === undefined);
  expect(good).toHaveLength(7);
  expect(good.reduce((sum, { faces }) => sum + faces.length, 0)).toBeGreaterThanOrEqual(7);
  const files = await placed();
  for (const person of summary.people) {
    const folder = `Person ${person.id.slice('person-'.length)}`;
    const own = [...files].filter(([path]) => path.startsWith(`${folder}/`)).map(([, hash]) => hash);
    expect(own.sort()).toEqual(
      (await Promise.all(person.photos.map((file) => sha256(join(input, file))))).sort(),
    );
    expect(files.has(`Faces/${folder}.jpg`)).toBe(true);
    const listed = good
      .filter(({ faces }) => faces.some((face) => face.person === person.id))
      .map(({ file }) => file);
    expect(listed).toEqual(person.photos);
  }
});

it('recognises the same photo from another camera, and keeps both although they have one name', async () => {
  const twin = first.summary.people.filter(({ photos }) => photos.includes('second camera/sample1.jpg'));
  expect(twin.length).toBeGreaterThan(0);
  for (const person of twin) expect(person.photos).toContain('sample2.jpg');
  const names = [...(await placed()).keys()].map((path) => path.slice(path.indexOf('/') + 1));
  expect(names).toContain('sample1 (2).jpg');
});

it('gives the position of each face in pixels of the photo', () => {
  for (const photo of first.summary.photos) {
    for (const { box, landmarks, score } of photo.faces) {
      expect(score).toBeGreaterThan(0);
      expect(score).toBeLessThanOrEqual(1);
      for (const [x, y] of landmarks) {
        expect(x).toBeGreaterThan(box[0] - box[2]);
        expect(x).toBeLessThan(box[0] + 2 * box[2]);
        expect(y).toBeGreaterThan(box[1] - box[3]);
        expect(y).toBeLessThan(box[1] + 2 * box[3]);
      }
    }
  }
});

it('lists what cannot be read with its reason and continues', async () => {
  const codes = first.summary.photos.flatMap(({ file, error }) =>
    error === undefined ? [] : [[file, error.slice(0, error.indexOf(': '))]],
  );
  const expected = (await badFiles()).map(({ file, code }) => [file.name, code]);
  expect(codes).toEqual(expected.sort());
  const page = await readFile(join(out, 'index.html'), 'utf8');
  for (const [name = ''] of expected) expect(page).toContain(name);
  expect(first.skipped.map(({ what }) => what)).toEqual(['a text']);
});

it('writes the summary in the format that programs read', async () => {
  const point = z.tuple([z.number(), z.number()]);
  const box = z.tuple([z.number(), z.number(), z.number().positive(), z.number().positive()]);
  const face = z.strictObject({
    box,
    score: z.number().min(0).max(1),
    landmarks: z.array(point).length(5),
    person: z.string().nullable(),
  });
  const photo = z.strictObject({
    file: z.string(),
    width: z.int(),
    height: z.int(),
    error: z.string().optional(),
    places: z.array(z.string()),
    missing: z.array(z.strictObject({ folder: z.string(), reason: z.string() })).optional(),
    faces: z.array(face),
  });
  const person = z.strictObject({
    id: z.string(),
    name: z.string().optional(),
    folder: z.string().nullable(),
    face: z.strictObject({ file: z.string(), box }),
    photos: z.array(z.string()).min(1),
  });
  const format = z.strictObject({
    photos: z.array(photo),
    people: z.array(person),
    notes: z.array(z.string()),
  });
  const written = format.parse(JSON.parse(await readFile(join(out, 'summary.json'), 'utf8')));
  expect(written).toEqual(first.summary);
  const files = await placed();
  for (const { places, error } of written.photos) {
    expect(places.length > 0).toBe(error === undefined);
    for (const place of places) expect(files.has(place)).toBe(true);
  }
});

it('processes only what is new when it runs again, and removes what is gone', async () => {
  const before = await placed();
  const again = await sort();
  // what is no photo by its first bytes was never looked at
  const lookedAt = (await badFiles()).filter(({ code }) =>
    ['corrupt-image', 'too-many-pixels'].includes(code),
  );
  expect(again?.reused).toBe(7 + lookedAt.length);
  expect(again?.summary).toEqual(first.summary);
  expect(await placed()).toEqual(before);

  await rename(join(input, 'sample6.jpg'), join(root, 'sample6.jpg'));
  await writeFile(join(out, 'my notes.txt'), 'mine');
  const later = await sort();
  expect(later?.summary.photos.map(({ file }) => file)).not.toContain('sample6.jpg');
  expect([...(await placed()).keys()].some((path) => path.endsWith('/sample6.jpg'))).toBe(false);
  expect(await readFile(join(out, 'my notes.txt'), 'utf8')).toBe('mine');
  expect((await stat(join(input, 'sample1.jpg'))).size).toBeGreaterThan(0);
});

it('continues after an interruption with what was not done', { timeout: 120_000 }, async () => {
  const interrupt = new AbortController();
  let ticks = 0;
  const progress: SortProgress = {
    ...sortProgress(true),
    tick: () => {
      ticks++;
      if (ticks === 2) interrupt.abort();
    },
  };
  const fresh = join(root, 'interrupted');
  expect(await sort({ out: fresh }, progress, interrupt.signal)).toBeNull();
  expect(await readdir(fresh)).toEqual(['.visage-sort']);
  const result = await sort({ out: fresh });
  expect(result?.reused).toBeGreaterThanOrEqual(2);
  expect(result?.summary.photos).toHaveLength(6 + (await badFiles()).length);
});

it('gives people the names of their references', { timeout: 120_000 }, async () => {
  await mkdir(join(root, 'known/Zoë'), { recursive: true });
  await copyFile(samplePhotoPath(4), join(root, 'known/Zoë/selfie.jpg'));
  const result = await sort({ references: join(root, 'known') });
  const named = result?.summary.people.filter(({ name }) => name !== undefined) ?? [];
  expect(named.map(({ name }) => name)).toEqual(['Zoë']);
  expect(named[0]?.photos).toContain('sample4.jpg');
  expect((await placed()).has('Zoë/sample4.jpg')).toBe(true);
});

it('puts people of few photos together when asked', { timeout: 120_000 }, async () => {
  const result = await sort({ minPhotos: 2 });
  expect(result?.summary.people.every(({ photos }) => photos.length >= 2)).toBe(true);
  expect([...(await placed()).keys()].some((path) => path.startsWith('Other faces/'))).toBe(true);
});

it('refuses to write into the photos, over a page of someone else, or from a folder that does not exist', async () => {
  await expect(sort({ out: input })).rejects.toThrow('--out');
  const foreign = join(root, 'website');
  await mkdir(foreign);
  await writeFile(join(foreign, 'index.html'), 'my site');
  await expect(sort({ out: foreign })).rejects.toThrow('index.html');
  expect(await readFile(join(foreign, 'index.html'), 'utf8')).toBe('my site');
  const nowhere = sortFolder(
    join(root, 'nope'),
    { minPhotos: 1 },
    sortProgress(true),
    new AbortController().signal,
  );
  await expect(nowhere).rejects.toThrow('no folder');
});
