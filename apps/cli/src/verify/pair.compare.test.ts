import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LikenessSpace } from '@visage/clustering/search/likeness.space';
import { FaceCache } from './face.cache.js';
import { comparePairs } from './pair.compare.js';
import { readPairs } from './pair.file.js';
import type { AnalysedFace, PhotoAnalysis } from '@visage/contracts/photo-analysis.contract';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-pairs-'));
});
afterEach(() => rm(folder, { recursive: true }));

/**
 * Photos by name: `x30` shows a face 30 degrees from the first axis; `none` no face; `bad` cannot be read.
 */
function camera(): { asked: string[]; analyse: (path: string) => Promise<PhotoAnalysis> } {
  const asked: string[] = [];
  return {
    asked,
    analyse: async (path) => {
      const name = path.slice(path.lastIndexOf('/') + 1);
      asked.push(name);
      await new Promise((done) => setTimeout(done, name === 'x0' ? 20 : 1));
      if (name === 'bad') throw new Error('corrupt-image: it ends early');
      const angle = (Number(name.slice(1)) * Math.PI) / 180;
      const face: AnalysedFace = {
        box: [10, 10, 20, 20],
        score: 1,
        landmarks: [
          [0, 0],
          [0, 0],
          [0, 0],
          [0, 0],
          [0, 0],
        ],
        quality: 1,
        aligned: new Uint8Array(0),
        embedding: Float32Array.of(Math.cos(angle), Math.sin(angle)),
      };
      return {
        width: 40,
        height: 40,
        metadata: { format: 'jpeg', orientation: 1 },
        faces: name === 'none' ? [] : [face],
      };
    },
  };
}

async function compare(
  lines: string,
  space?: LikenessSpace,
): Promise<{ verdicts: unknown[]; asked: string[] }> {
  await writeFile(join(folder, 'pairs.tsv'), lines);
  const vision = camera();
  const verdicts: unknown[] = [];
  const pairs = await readPairs(join(folder, 'pairs.tsv'));
  const settings = { threshold: 0.5, threads: 2, space };
  for await (const verdict of comparePairs(pairs, new FaceCache(vision), settings)) verdicts.push(verdict);
  return { verdicts, asked: vision.asked };
}

it('answers in the order of the list and looks at each file once', async () => {
  const { verdicts, asked } = await compare('x0\tx30\nx30\tx80\r\n\nx0\tx90\nx0\tx0\n');
  expect(verdicts).toEqual([
    { a: 'x0', b: 'x30', distance: expect.closeTo(1 - Math.cos(Math.PI / 6), 6) as number, same: true },
    {
      a: 'x30',
      b: 'x80',
      distance: expect.closeTo(1 - Math.cos((50 * Math.PI) / 180), 6) as number,
      same: true,
    },
    { a: 'x0', b: 'x90', distance: expect.closeTo(1, 6) as number, same: false },
    { a: 'x0', b: 'x0', distance: 0, same: true },
  ]);
  expect(asked.sort()).toEqual(['x0', 'x30', 'x80', 'x90']);
});

it('judges by the kind of face: what a kind has in common makes nobody the same', async () => {
  const children = { means: Float32Array.of(0.8, 0), sharpness: 20 };
  const { verdicts } = await compare('x29\tx331\nx29\tx35\n', new LikenessSpace(children, 2));
  expect(verdicts).toMatchObject([{ same: false }, { same: true }]);
  expect((await compare('x29\tx331\n')).verdicts).toMatchObject([{ same: true }]);
});

it('continues after a photo that is unreadable or shows nobody, and says why', async () => {
  const { verdicts } = await compare('bad\tx0\nx0\tnone\nx0\tx10\n');
  expect(verdicts).toMatchObject([
    { distance: null, same: false, error: 'bad: corrupt-image: it ends early' },
    { distance: null, same: false, error: 'none: no face found' },
    { same: true },
  ]);
});

it('names the line of the list that is not a pair', async () => {
  await expect(compare('x0\tx1\nx0 x1\n')).rejects.toThrow('line 2');
  await expect(readPairs(join(folder, 'nothing.tsv'))).rejects.toThrow('cannot be read');
});
