/** @module Two photos in a folder, and an empty one beside it that they are placed in. */
import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placeFiles, type PlacedFile } from '../output.place.js';

export interface PlaceTrial {
  /** Holds `a.jpg` and `b.jpg`; its name begins with `prefix`. */
  root: string;
  /** May be replaced by another folder. */
  out: string;
  planned(path: string, source: string): PlacedFile;
  /** @returns the paths at which the photos were placed. */
  place(...plan: PlacedFile[]): Promise<string[]>;
  /** Files below `out`, sorted. */
  listing(): Promise<string[]>;
}

export async function openPlaceTrial(prefix: string): Promise<PlaceTrial> {
  const root = await mkdtemp(join(tmpdir(), prefix));
  const trial: PlaceTrial = {
    ...{ root, out: join(root, 'out') },
    planned: (path, source) => ({ path, source: join(root, source) }),
    place: async (...plan) => {
      const { paths } = await placeFiles(trial.out, join(root, 'outputs.json'), plan, new Set());
      return [...paths.values()];
    },
    listing: async () => {
      const entries = await readdir(trial.out, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(trial.out.length + 1))
        .sort();
    },
  };
  await mkdir(trial.out);
  for (const name of ['a.jpg', 'b.jpg']) await writeFile(join(root, name), `bytes of ${name}`);
  return trial;
}
