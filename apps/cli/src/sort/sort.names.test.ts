import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { walkPhotos } from './photo.walk.js';
import { SortTrial } from './testing/sort.trial.js';
import type { SortSummary } from './summary.file.js';

let trial: SortTrial;
beforeEach(async () => {
  trial = await SortTrial.open();
});
afterEach(() => trial.close());

/** Every readable photo lies where the summary says, or a reason is given. */
async function expectAccounted({ photos }: SortSummary): Promise<void> {
  const tree = await trial.tree();
  for (const { file, places, missing, error } of photos) {
    expect(places.length + (missing?.length ?? 0) + (error === undefined ? 0 : 1), file).toBeGreaterThan(0);
    for (const place of places) expect(tree).toContain(place);
  }
}

const LONG = `${'ü'.repeat(125)}x.jpg`; // 255 bytes

it('two photos whose name is as long as a name can be lie in one folder, one under a shorter name', async () => {
  expect(Buffer.byteLength(LONG)).toBe(255);
  await trial.photo(`one/${LONG}`, 'Anna');
  await trial.photo(`two/${LONG}`, 'Anna');
  const { summary, refused } = await trial.run();
  expect(refused).toEqual([]);
  expect(summary.photos.map(({ places }) => places)).toEqual([
    [`Person 001/${LONG}`],
    [`Person 001/${'ü'.repeat(123)} (2).jpg`],
  ]);
  await expectAccounted(summary);
  expect((await trial.run()).summary).toEqual(summary);
});

it('photos whose names are not UTF-8 are sorted, each under a name that can be read', async () => {
  const latin = Buffer.from('caf\xe9.jpg', 'latin1');
  await trial.photo(latin, 'Anna');
  await trial.photo(Buffer.from('caf\xe8.jpg', 'latin1'), 'Anna');
  await trial.photo(String.raw`caf\xE9.jpg`, 'Ben');
  await trial.photo('plain.jpg', 'Anna');
  const folder = Buffer.concat([Buffer.from(`${trial.input}/`), Buffer.from('f\xfcr uns', 'latin1')]);
  await mkdir(folder);
  await writeFile(Buffer.concat([folder, Buffer.from('/lake.jpg')]), '\xff\xd8\xffa lake', 'latin1');
  const { summary, refused } = await trial.run();
  expect(refused).toEqual([]);
  expect(summary.photos.map(({ file, places }) => [file, places])).toEqual([
    [String.raw`caf\xE8.jpg`, [String.raw`Person 001/caf\xE8.jpg`]],
    [String.raw`caf\xE9 (2).jpg`, [String.raw`Person 001/caf\xE9 (2).jpg`]],
    [String.raw`caf\xE9.jpg`, [String.raw`Person 002/caf\xE9.jpg`]],
    [String.raw`f\xFCr uns/lake.jpg`, ['No faces/lake.jpg']],
    ['plain.jpg', ['Person 001/plain.jpg']],
  ]);
  expect(await trial.text(String.raw`Person 001/caf\xE9 (2).jpg`)).toContain('photo 0');
  await expectAccounted(summary);
  const again = await trial.run();
  expect(again.summary).toEqual(summary);
  expect(again.lastCopies).toEqual([]);
  const gone = Buffer.concat([Buffer.from(`${trial.input}/`), latin]);
  expect((await readFile(gone)).length).toBeGreaterThan(0);
});

it('photos whose names differ in case, composed letters or a dot at the end only never share a name', async () => {
  const names = [
    'IMG.jpg',
    'img.JPG',
    'Zo\u00eb.jpg',
    'Zoe\u0308.jpg',
    'strasse.jpg',
    'STRAßE.jpg',
    'dot.jpg',
    'dot.jpg.',
  ];
  for (const name of names) await trial.photo(name, 'Anna');
  const found = await walkPhotos(trial.input, trial.out);
  expect(found.photos.length + found.skipped.length).toBe(names.length);
  const { summary } = await trial.run();
  const folded = (await trial.tree()).map((path) =>
    path
      .toUpperCase()
      .toLowerCase()
      .normalize('NFC')
      .replace(/[. ]+$/, ''),
  );
  expect(new Set(folded).size).toBe(folded.length);
  await expectAccounted(summary);
});

it('a photo that arrives before another of its name leaves it its name', async () => {
  await trial.photo('b/IMG.jpg', 'Anna');
  await trial.run();
  await trial.photo('a/IMG.jpg', 'Anna');
  const { summary } = await trial.run();
  expect(summary.photos.map(({ file, places }) => [file, places])).toEqual([
    ['a/IMG.jpg', ['Person 001/IMG (2).jpg']],
    ['b/IMG.jpg', ['Person 001/IMG.jpg']],
  ]);
});

it('whatever people are called, they get a folder and a picture', async () => {
  const names = [
    'Faces',
    'no faces',
    'people.json',
    '.visage-sort',
    'CON',
    'LPT¹.txt',
    '..',
    'Dr. Anna',
    'dr. anna',
    '/',
    '👰'.repeat(100),
  ];
  for (const [index, name] of names.entries()) await trial.photo(`${index}.jpg`, name);
  const { summary, refused } = await trial.run({ references: names });
  expect(refused).toEqual([]);
  expect(summary.notes).toEqual([]);
  const folders = summary.people.map(({ folder }) => folder ?? '');
  expect(new Set(folders.map((folder) => folder.toLowerCase())).size).toBe(names.length);
  // of two who share a name but for its letters, either may be the first
  expect(folders.map((folder) => folder.toLowerCase())).toContain('dr. anna');
  for (const folder of folders) {
    expect(Buffer.byteLength(folder)).toBeLessThanOrEqual(125);
    expect(folder).not.toMatch(/[/\\]|^\.|[. ]$|^(con|faces|no faces|people\.json)$/i);
  }
  await expectAccounted(summary);
  expect((await trial.run({ references: names })).summary).toEqual(summary);
});

it('a folder that somebody gave the longest name there is has its pictures, too', async () => {
  await trial.photo('a1.jpg', 'Anna');
  await trial.run();
  await trial.move('Person 001', 'A'.repeat(255));
  await trial.photo('a2.jpg', 'Anna');
  const { summary } = await trial.run();
  expect(summary.photos.flatMap(({ places }) => places)).toEqual(
    ['a1.jpg', 'a2.jpg'].map((name) => `${'A'.repeat(255)}/${name}`),
  );
  expect(summary.notes).toHaveLength(1);
});

it("somebody's own file or folder called as a new person is left alone", async () => {
  await mkdir(join(trial.out, 'Person 001'), { recursive: true });
  await writeFile(join(trial.out, 'Person 002'), 'mine');
  for (const name of ['a1.jpg', 'a2.jpg']) await trial.photo(name, 'Anna');
  await trial.photo('b1.jpg', 'Ben');
  const { summary } = await trial.run();
  expect((await trial.tree()).sort()).toEqual([
    'Person 003/a1.jpg',
    'Person 003/a2.jpg',
    'Person 004/b1.jpg',
  ]);
  await expectAccounted(summary);
  expect(await readFile(join(trial.out, 'Person 002'), 'utf8')).toBe('mine');
});

it('a file that stands where a folder of nobody belongs costs its photos, and no others', async () => {
  await trial.photo('a1.jpg', 'Anna');
  await trial.photo('lake.jpg');
  await mkdir(trial.out);
  await writeFile(join(trial.out, 'No faces'), 'mine');
  const { summary, refused } = await trial.run();
  expect(refused).toHaveLength(1);
  expect(refused[0]).toMatchObject({ file: 'lake.jpg', folder: 'No faces' });
  expect(refused[0]?.reason).toMatch(/^(EEXIST|ENOTDIR): /);
  expect(await trial.tree()).toEqual(['Person 001/a1.jpg']);
  await expectAccounted(summary);
  expect(JSON.parse(await trial.text('summary.json'))).toEqual(summary);
  await rm(join(trial.out, 'No faces'));
  expect((await trial.run()).refused).toEqual([]);
});
