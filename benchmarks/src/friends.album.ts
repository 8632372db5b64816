/** @module The friends album: a few group photos with every face boxed and named by hand. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Box } from '@visage/contracts/geometry.contract';

const boxSchema = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const labelsSchema = z.object({
  photos: z.array(
    z.object({ file: z.string(), faces: z.array(z.object({ person: z.string(), box: boxSchema })) }),
  ),
});

export interface LabelledPhoto {
  path: string;
  faces: { person: string; box: Box }[];
}

export async function readFriends(folder: string): Promise<LabelledPhoto[]> {
  const labels: unknown = JSON.parse(await readFile(join(folder, 'labels.json'), 'utf8'));
  return labelsSchema.parse(labels).photos.map(({ file, faces }) => ({ path: join(folder, file), faces }));
}
