import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inRepository } from '../repository.folder.js';
import { sortProgress } from './sort.progress.js';
import { sortFolder } from './sort.run.js';
import type { SortSummary } from './summary.file.js';

const portraits = join(process.env.VISAGE_DATA ?? inRepository('../shared/data'), 'lfw/images');
const booth = join(process.env.VISAGE_CASES ?? inRepository('../shared/cases'), 'booth');
const present = existsSync(portraits) && existsSync(booth);

const PEOPLE = ['Serena_Williams', 'Colin_Powell', 'Tony_Blair'];
/** Each shows people several times. */
const STRIPS = ['booth_pair.jpg', 'strip0.jpg', 'strip3.jpg', 'booth_blair4.jpg'];

describe.skipIf(!present)(
  present ? 'strips of a photo booth' : 'strips of a photo booth (skipped: no data)',
  () => {
    let folder: string;
    let without: SortSummary;
    let beside: SortSummary;

    const sorted = async (name: string): Promise<SortSummary> => {
      const result = await sortFolder(
        join(folder, 'party'),
        { out: join(folder, name), minPhotos: 1, threads: 2 },
        sortProgress(true),
        new AbortController().signal,
      );
      if (!result) throw new Error('the sort was interrupted');
      return result.summary;
    };
    /** Who else is where somebody's portrait is. */
    const portraitsOf = ({ people }: SortSummary): string[][] =>
      people
        .map(({ photos }) => photos.filter((file) => !STRIPS.includes(file)).sort())
        .filter((photos) => photos.length > 0)
        .sort((a, b) => (a[0] ?? '').localeCompare(b[0] ?? ''));

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'visage-booth-'));
      await mkdir(join(folder, 'party'));
      for (const person of PEOPLE)
        for (let n = 1; n <= 8; n += 1) {
          const file = `${person}_${String(n).padStart(4, '0')}.jpg`;
          await copyFile(join(portraits, person, file), join(folder, 'party', file));
        }
      without = await sorted('without');
      for (const strip of STRIPS) await copyFile(join(booth, strip), join(folder, 'party', strip));
      beside = await sorted('beside');
    }, 180_000);
    afterAll(() => rm(folder, { recursive: true, force: true }));

    it('take no portrait away from anybody', () => {
      expect(portraitsOf(without).length).toBeGreaterThanOrEqual(PEOPLE.length);
      expect(portraitsOf(beside)).toEqual(portraitsOf(without));
    });

    it('lie once in the folder of each person they show, and of nobody else', () => {
      for (const person of PEOPLE) {
        const own = portraitsOf(beside).filter((files) => files.some((file) => file.startsWith(person)));
        const largest = own.toSorted((a, b) => b.length - a.length)[0] ?? [];
        expect(largest.length, person).toBeGreaterThanOrEqual(7);
        expect(
          largest.every((file) => file.startsWith(person)),
          person,
        ).toBe(true);
      }
      // also people in the background have folders, who are in no portrait
      const shown = (strip: string): string[] =>
        beside.people.flatMap(({ photos }) => {
          const times = photos.filter((file) => file === strip).length;
          const whose = photos.find((file) => !STRIPS.includes(file))?.replace(/_\d+\.jpg$/, '');
          return whose === undefined ? [] : Array.from({ length: times }, () => whose);
        });
      expect(shown('booth_blair4.jpg')).toEqual(['Tony_Blair']);
      for (const strip of STRIPS.slice(0, 3)) {
        const people = shown(strip);
        expect([people.length, new Set(people).size], `${strip}: ${people.join()}`).toEqual([2, 2]);
        expect(PEOPLE).toEqual(expect.arrayContaining(people));
      }
    });
  },
);
