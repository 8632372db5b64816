import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MUTATION_AREAS, type MutationArea } from './mutation.areas.js';
import type { AreaResult, Survivor } from './mutation.report.js';
import { saveResult, withTable } from './mutation.table.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-mutation-'));
});
afterEach(() => rm(folder, { recursive: true }));

const survivor: Survivor = {
  file: 'libs/crypto/src/seal.ts',
  line: 7,
  column: 3,
  mutator: 'BlockStatement',
  original: '{ check(); }',
  replacement: '{}',
  covered: true,
};
const result: AreaResult = {
  count: { killed: 88, timedOut: 2, survived: 9, uncovered: 1 },
  survivors: [survivor],
};

function area(name: string): MutationArea {
  const found = MUTATION_AREAS.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no area ${name}`);
  return found;
}

const page = () => readFile(join(folder, 'README.md'), 'utf8');

it('a run writes its row and its survivors, and leaves the rows of other areas and the text around the table', async () => {
  await writeFile(
    join(folder, 'README.md'),
    '# Faults\n\n<!-- table -->\n<!-- end of the table -->\n\nThe end.\n',
  );
  await saveResult(area('libs/crypto'), result, undefined, folder);
  await saveResult(
    area('libs/access'),
    { count: { killed: 1, timedOut: 0, survived: 2, uncovered: 0 }, survivors: [] },
    { seed: '1' },
    folder,
  );
  const rows = (await page()).split('\n').filter((line) => line.startsWith('| libs'));
  expect(rows).toEqual([
    '| libs/access | 3 (sample) | 1 | 0 | 2 | 0 | 33.3 % | 85 % |',
    '| libs/crypto | 100 | 88 | 2 | 9 | 1 | 90.0 % | 85 % |',
  ]);
  expect(await page()).toMatch(/^# Faults\n[^]*The end[.]\n$/);
  expect(await readFile(join(folder, 'survivors', 'libs-crypto.txt'), 'utf8')).toBe(
    'libs/crypto/src/seal.ts:7:3  BlockStatement  { check(); }  ->  {}\n',
  );
});

it('a later run of the same area replaces its row', async () => {
  await saveResult(area('libs/crypto'), result, { seed: '1' }, folder);
  await saveResult(area('libs/crypto'), { ...result, survivors: [] }, undefined, folder);
  expect((await page()).match(/libs[/]crypto [|] (.*?) [|]/)?.[1]).toBe('100');
  expect(await readFile(join(folder, 'survivors', 'libs-crypto.txt'), 'utf8')).toBe('');
});

it('a page without a place for the table is left alone', () => {
  expect(() => withTable('# Faults\n', '| a |')).toThrow('no place for the table');
});
