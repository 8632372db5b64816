import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { photoKey, PhotoJournal, readJournal, rewriteJournal } from './photo.journal.js';
import type { PhotoRecord } from './photo.record.js';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-journal-'));
  path = join(folder, 'journal.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

function record(key: string, values: number[] = [0.25, -1e-7, 3]): PhotoRecord {
  const point: [number, number] = [1, 2];
  const landmarks: [typeof point, typeof point, typeof point, typeof point, typeof point] = [
    point,
    point,
    point,
    point,
    point,
  ];
  const face = { box: [1, 2, 3, 4] as [number, number, number, number], score: 0.9, landmarks, quality: 0.5 };
  return {
    key,
    file: `${key}.jpg`,
    width: 10,
    height: 20,
    faces: [{ ...face, embedding: Float32Array.from(values) }],
  };
}

async function write(...records: PhotoRecord[]): Promise<void> {
  const journal = await PhotoJournal.open(path);
  for (const each of records) await journal.append(each);
  await journal.close();
}

it('returns to the bit what an interrupted run found', async () => {
  await write(record('aa'), record('bb', [Math.fround(Math.PI)]));
  const read = await readJournal(path, new Set(['aa', 'bb', 'cc']));
  expect(read.get('aa')).toEqual(record('aa'));
  expect(read.get('bb')?.faces[0]?.embedding).toEqual(Float32Array.of(Math.PI));
  expect(read.size).toBe(2);
});

it('survives a line cut off by a power failure, and continues after it', async () => {
  await write(record('aa'), record('bb'));
  await truncate(path, (await readFile(path)).length - 40);
  await write(record('cc'));
  expect([...(await readJournal(path, new Set(['aa', 'bb', 'cc']))).keys()]).toEqual(['aa', 'cc']);
});

it('skips damaged lines, lines of other photos, and failures worth another try', async () => {
  await writeFile(path, 'garbage\n{"key":"aa","file":3}\n');
  await appendFile(path, '\0\0\0\n');
  const failed = (key: string, code: 'corrupt-image' | 'timeout'): PhotoRecord => ({
    ...record(key),
    faces: [],
    error: { code, reason: 'why' },
  });
  await write(failed('bb', 'corrupt-image'), failed('cc', 'timeout'), record('dd'));
  const read = await readJournal(path, new Set(['aa', 'bb', 'cc']));
  expect([...read.keys()]).toEqual(['bb']);
  expect(read.get('bb')?.error).toEqual({ code: 'corrupt-image', reason: 'why' });
  expect((await readJournal(join(folder, 'none'), new Set(['aa']))).size).toBe(0);
});

it('forgets photos that are gone when it is rewritten', async () => {
  await write(record('aa'), record('bb'));
  await rewriteJournal(path, [record('bb')]);
  expect([...(await readJournal(path, new Set(['aa', 'bb']))).keys()]).toEqual(['bb']);
});

it('processes a photo again when it changed, moved, or the models differ', () => {
  const photo = { file: 'a/b.jpg', path: '/x/a/b.jpg', bytes: 10, mtimeMs: 5 };
  const keys = [
    photoKey(photo, 'm1'),
    photoKey({ ...photo, bytes: 11 }, 'm1'),
    photoKey({ ...photo, mtimeMs: 6 }, 'm1'),
    photoKey({ ...photo, file: 'a/c.jpg' }, 'm1'),
    photoKey(photo, 'm2'),
  ];
  expect(new Set(keys).size).toBe(5);
  expect(photoKey({ ...photo, path: '/elsewhere/a/b.jpg' }, 'm1')).toBe(keys[0]);
});
