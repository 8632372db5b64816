import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { samplePhotoPath, unusualPhotos } from '../../../../test/support/photo.fixtures.js';
import { runVisage, startVisage } from './testing/visage.program.js';
import type { SortSummary } from './summary.file.js';

let root: string;
let input: string;
let out: string;
const unusual = ['orientation-6.jpg', 'press.jpg', 'deep.png', 'moving.gif'];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'visage-sort-command-'));
  input = join(root, 'party');
  out = join(root, 'party-sorted');
  await mkdir(input);
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function readSummary(): Promise<SortSummary> {
  return JSON.parse(await readFile(join(out, 'summary.json'), 'utf8')) as SortSummary;
}

it('is stopped by Ctrl-C with 130, and continues where it stopped', { timeout: 120_000 }, async () => {
  for (let n = 1; n <= 6; n++)
    await sharp(samplePhotoPath(n))
      .resize({ width: 800 })
      .toFile(join(input, `sample${n}.jpg`));
  const program = startVisage('sort', input, '--threads', '1');
  const lines = async (): Promise<number> => {
    const journal = await readFile(join(out, '.visage-sort/journal.jsonl'), 'utf8').catch(() => '');
    return journal.split('\n').length - 1;
  };
  while ((await lines()) === 0 && program.child.exitCode === null) await sleep(20);
  program.child.kill('SIGINT');
  const stopped = await program.ended;
  expect(stopped).toMatchObject({ code: 130, stdout: '' });
  expect(stopped.stderr).toContain('continues where it stopped');
  const known = await lines();
  expect(known).toBeLessThan(6);

  const { code, stdout } = await runVisage('sort', input);
  expect(code).toBe(0);
  expect(stdout).toContain(`${known} known from before`);
  expect((await readSummary()).photos).toHaveLength(6);
});

it('links originals instead of copying them, and shows a face of everyone', async () => {
  const { people } = await readSummary();
  expect(people.length).toBeGreaterThan(0);
  for (const { id, photos } of people) {
    const folder = `Person ${id.slice('person-'.length)}`;
    expect((await stat(join(out, 'Faces', `${folder}.jpg`))).size).toBeGreaterThan(1000);
    for (const file of photos) {
      expect((await stat(join(out, folder, file))).ino).toBe((await stat(join(input, file))).ino);
    }
  }
});

it(
  'reads unusual photos upright, and ends with 3 when a file cannot be read',
  { timeout: 120_000 },
  async () => {
    const photos = (await unusualPhotos()).filter(({ file }) => unusual.includes(file.name));
    for (const { file } of photos) await writeFile(join(input, file.name), file.bytes);
    await writeFile(join(input, 'broken.jpg'), 'Dear guests, this is not a photo.');
    const { code, stdout } = await runVisage('sort', input);
    expect(code).toBe(3);
    expect(stdout).toContain('1 file could not be read:\n  broken.jpg: not-an-image: ');
    const { photos: read } = await readSummary();
    expect(photos).toHaveLength(unusual.length);
    for (const { file, width, height } of photos) {
      expect(read).toContainEqual(expect.objectContaining({ file: file.name, width, height }));
    }
  },
);

it('prints the summary and nothing else with --json, whatever was done by hand and cannot be placed', async () => {
  await rename(join(out, 'Person 001'), join(out, 'Zoë'));
  await rm(join(out, 'Person 002'), { recursive: true });
  await writeFile(join(input, `${'long '.repeat(50)}.jpg`), 'Dear guests, this is not a photo either.');
  const { code, stdout, stderr } = await runVisage('sort', input, '--json');
  expect(code).toBe(3);
  const summary = await readSummary();
  expect(JSON.parse(stdout)).toEqual(summary);
  expect(stderr).toBe('');
  expect(summary.people.map(({ name, folder }) => name ?? folder)).toEqual(
    expect.arrayContaining(['Zoë', null]),
  );
  expect(summary.notes).toHaveLength(2);
});

it('ends with 2 and one clear line when the arguments are wrong', async () => {
  expect(await runVisage('sort', join(root, 'nope'))).toEqual({
    code: 2,
    stdout: '',
    stderr: `visage: There is no folder ${join(root, 'nope')}.\n`,
  });
  const { code, stderr } = await runVisage('sort', input, '--min-photos', '0');
  expect(code).toBe(2);
  expect(stderr).toContain('--min-photos');
});
