/** @module Beside each script and style sheet of a build its packed forms, so that no server packs them for every guest anew. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const PACKS: Readonly<Record<string, (bytes: Buffer) => Promise<Buffer>>> = {
  br: promisify(brotliCompress), // at its best level unless told otherwise
  gz: (bytes) => promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
};

/** Smaller files fit into one packet as they are. */
const LEAST_BYTES = 1400;

export const packedAssets: Plugin = {
  name: 'packed-assets',
  apply: 'build',
  async writeBundle({ dir = 'dist' }, bundle) {
    const names = Object.keys(bundle).filter((name) => /\.(?:js|css|svg)$/.test(name));
    await Promise.all(names.map((name) => pack(join(dir, name))));
  },
};

async function pack(path: string): Promise<void> {
  const bytes = await readFile(path);
  if (bytes.length < LEAST_BYTES) return;
  for (const [ending, packed] of Object.entries(PACKS))
    await writeFile(`${path}.${ending}`, await packed(bytes));
}
