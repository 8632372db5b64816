import { expect, test } from 'vitest';
import { planPhotos } from './output.plan.js';
import type { PhotoRecord } from './photo.record.js';
import { pairRaws } from './raw.pairs.js';

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
  expect(planPhotos(photos, raws).map(({ path, file }) => [path, file])).toEqual([
    ['No faces/1.jpg', 'a/1.jpg'],
    ['No faces/1 (2).JPG', 'b/1.JPG'],
    ['No faces/1 (2).NEF', 'b/1.NEF'],
  ]);
});
