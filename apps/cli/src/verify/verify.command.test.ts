import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { samplePhotoPath } from '../../../../test/support/photo.fixtures.js';
import { runVisage, type ProgramEnd } from '../sort/testing/visage.program.js';
import { verifyCommand } from './verify.run.js';

let folder: string;
let anna: string;
let other: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-verify-'));
  [anna, other] = [join(folder, 'anna.jpg'), join(folder, 'other.jpg')];
  await sharp(samplePhotoPath(4)).resize({ width: 640 }).toFile(anna);
  await sharp(samplePhotoPath(5)).resize({ width: 640 }).toFile(other);
  // The same person in another picture: mirrored, darker, smaller.
  const again = sharp(anna).resize({ width: 480 }).flop().modulate({ brightness: 0.8 });
  await again.jpeg().toFile(join(folder, 'again.jpg'));
  const wall = sharp({ create: { width: 320, height: 240, channels: 3, background: '#789' } });
  await wall.png().toFile(join(folder, 'wall.png'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

/** Does what the program does, without starting it, because that takes longer than comparing two photos. */
async function verify(a: string, b: string): Promise<ProgramEnd> {
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream] += String(text);
      return true;
    });
  }
  const code = await verifyCommand(a, b, {});
  vi.restoreAllMocks();
  return { code, ...said };
}

it('says the same with 0 and different with 1, and the distance', async () => {
  const same = await verify(anna, join(folder, 'again.jpg'));
  expect(same).toMatchObject({ code: 0, stderr: '' });
  expect(same.stdout).toMatch(/^same, distance 0\.\d{3} /);
  const different = await runVisage('verify', anna, other, '--threads', '1');
  expect(different).toMatchObject({ code: 1, stderr: '' });
  expect(different.stdout).toMatch(/^different, distance \d\.\d{3} /);
  expect((await runVisage('verify', anna, other, '--threshold', '-1', '--threads', '1')).code).toBe(0);
});

it('ends with 2 when it cannot tell, so that no script takes that for different', async () => {
  const nobody = await verify(anna, join(folder, 'wall.png'));
  expect(nobody).toEqual({
    code: 2,
    stdout: '',
    stderr: `visage: ${join(folder, 'wall.png')}: no face found\n`,
  });
  expect((await verify(anna, join(folder, 'nothing.jpg'))).code).toBe(2);
  expect(await runVisage('verify', anna)).toMatchObject({
    code: 2,
    stderr: 'visage: Give two photos, or --pairs <tsv>.\n',
  });
});

it('streams one verdict per line for a list of pairs, with paths as the list has them', async () => {
  const list = join(folder, 'pairs.tsv');
  await writeFile(list, `${anna}\tagain.jpg\n${anna}\t${other}\nwall.png\t${anna}\n`);
  const { code, stdout, stderr } = await runVisage('verify', '--pairs', list, '--json');
  expect(code).toBe(3);
  expect(stderr).toBe('');
  const verdicts = stdout
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(verdicts).toEqual([
    { a: anna, b: 'again.jpg', distance: expect.any(Number) as number, same: true },
    { a: anna, b: other, distance: expect.any(Number) as number, same: false },
    { a: 'wall.png', b: anna, distance: null, same: false, error: 'wall.png: no face found' },
  ]);
});
