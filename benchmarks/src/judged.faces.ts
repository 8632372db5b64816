/** @module Faces that no annotation has, looked at by eye: `benchmarks/judged.faces.json`. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Box } from '@visage/contracts/geometry.contract';
import { REPOSITORY } from './data.folder.js';

const boxSchema = z.tuple([z.number(), z.number(), z.number(), z.number()]);

/** By `<album>/<file>`: boxes in pixels of the photo, each around the face of a person in it. */
const judgedSchema = z.record(z.string(), z.array(boxSchema));

export async function readJudgedFaces(): Promise<ReadonlyMap<string, Box[]>> {
  const judged: unknown = JSON.parse(
    await readFile(join(REPOSITORY, 'benchmarks/judged.faces.json'), 'utf8'),
  );
  return new Map(Object.entries(judgedSchema.parse(judged)));
}
