import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { planPhotos } from './output.plan.js';
import type { PhotoRecord } from './photo.record.js';
import { pairRaws } from './raw.pairs.js';
import { SortTrial } from './testing/sort.trial.js';

const NO_HANDS = { takenOut: new Map(), deletedFolders: new Set<string>() };
const MOMENT = '2026-06-20T15:04:05';

function record(file: string, more: Partial<PhotoRecord> = {}): PhotoRecord {
  const format = /\.nef$/i.test(file) ? 'raw' : 'jpeg';
  return { key: file, file, width: 6, height: 4, faces: [], format, takenAt: MOMENT, ...more };
}

const filesOf = (records: readonly PhotoRecord[]): string[] => records.map(({ file }) => file);

test('a RAW beside its JPEG is one photo with it, whichever comes first by name', () => {
  const { records, raws } = pairRaws([
    record('b/DSC_1.JPG'),
    record('b/DSC_1.NEF'),
    record('b/a.NEF'),
    record('b/a.jpg'),
  ]);
  expect(filesOf(records)).toEqual(['b/DSC_1.JPG', 'b/a.jpg']);
  expect([...raws]).toEqual([
    ['b/DSC_1.JPG', ['b/DSC_1.NEF']],
    ['b/a.jpg', ['b/a.NEF']],
  ]);
});

test('a RAW of another folder, name or second, or whose JPEG could not be read, is a photo of its own', () => {
  const error = { code: 'corrupt-image', reason: 'It is cut off.' } as const;
  for (const [jpeg, raw] of [
    [record('a/1.jpg'), record('b/1.NEF')],
    [record('1.jpg'), record('2.NEF')],
    [record('1.jpg'), record('1.NEF', { takenAt: '2026-06-20T15:04:06' })],
    [record('1.jpg', { takenAt: undefined }), record('1.NEF')],
    [record('1.jpg', { error }), record('1.NEF')],
    [record('1.tif', { format: 'tiff' }), record('1.NEF')],
  ] as const)
    expect(filesOf(pairRaws([jpeg, raw]).records)).toEqual([jpeg.file, raw.file]);
  const timeless = [record('1.jpg', { takenAt: undefined }), record('1.NEF', { takenAt: undefined })];
  expect(filesOf(pairRaws(timeless).records)).toEqual(['1.jpg']);
});

test('both files lie where their photo belongs, under one name', () => {
  const { records, raws } = pairRaws([record('a/1.jpg'), record('b/1.JPG'), record('b/1.NEF')]);
  const photos = records.map((photo) => ({ ...photo, faces: [] }));
  expect(planPhotos(photos, new Map(), NO_HANDS, raws).files.map(({ path, file }) => [path, file])).toEqual([
    ['No faces/1.jpg', 'a/1.jpg'],
    ['No faces/1 (2).JPG', 'b/1.JPG'],
    ['No faces/1 (2).NEF', 'b/1.NEF'],
  ]);
});

describe('a RAW beside its JPEG, sorted', () => {
  let trial: SortTrial;
  beforeEach(async () => {
    trial = await SortTrial.open();
  });
  afterEach(() => trial.close());

  test('lies with it in the folder of everyone in it, once in the summary, also in the next run', async () => {
    await trial.photo('DSC_1.JPG', 'Anna', 'Ben');
    await trial.photo('DSC_1.NEF', 'Anna', 'Ben');
    await trial.photo('a.jpg', 'Anna');
    const { summary } = await trial.run();
    const tree = await trial.tree();
    expect(tree).toEqual([
      'Person 001/DSC_1.JPG',
      'Person 001/DSC_1.NEF',
      'Person 001/a.jpg',
      'Person 002/DSC_1.JPG',
      'Person 002/DSC_1.NEF',
    ]);
    expect(summary.photos.map(({ file, raws }) => [file, raws])).toEqual([
      ['DSC_1.JPG', ['DSC_1.NEF']],
      ['a.jpg', undefined],
    ]);
    expect((await trial.run()).summary).toEqual(summary);
    expect(await trial.tree()).toEqual(tree);
  });

  test('goes where it goes: out of a folder by hand, and along when the folder gets a name', async () => {
    await trial.photo('DSC_1.JPG', 'Anna', 'Ben');
    await trial.photo('DSC_1.NEF', 'Anna', 'Ben');
    await trial.photo('a.jpg', 'Anna');
    await trial.run();
    await trial.delete('Person 002/DSC_1.JPG');
    await trial.move('Person 001', 'Anna');
    await trial.run();
    const tree = await trial.tree();
    expect(tree.filter((path) => path.startsWith('Anna/'))).toEqual([
      'Anna/DSC_1.JPG',
      'Anna/DSC_1.NEF',
      'Anna/a.jpg',
    ]);
    expect(tree.filter((path) => path.startsWith('Person 00'))).toEqual([]);
  });
});
