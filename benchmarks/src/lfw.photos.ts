/** @module The photos of Labeled Faces in the Wild with the landmarks of the face that each is named for. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Box, Landmarks } from '@visage/contracts/geometry.contract';
import { z } from 'zod';

export interface LfwPhoto {
  /** `<Person>/<Person>_NNNN.jpg` */
  photo: string;
  person: string;
  box: Box;
  landmarks: Landmarks;
}

const point = z.tuple([z.number(), z.number()]);
const faceSchema = z.object({
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  landmarks: z.tuple([point, point, point, point, point]),
});
const facesSchema = z.record(z.string(), z.array(faceSchema));

/** The person a photo is named for stands in its middle: every photo is 250 x 250. */
const MIDDLE = 125;

/** In the order of names; photos in which the published detector found no face are left out. */
export async function readLfwPhotos(folder: string): Promise<LfwPhoto[]> {
  const known: unknown = JSON.parse(await readFile(join(folder, 'faces.json'), 'utf8'));
  const photos: LfwPhoto[] = [];
  for (const [photo, faces] of Object.entries(facesSchema.parse(known))) {
    const [main] = faces.sort((a, b) => fromMiddle(a.box) - fromMiddle(b.box));
    if (main) photos.push({ photo, person: photo.slice(0, photo.indexOf('/')), ...main });
  }
  return photos.sort((a, b) => (a.photo < b.photo ? -1 : 1));
}

function fromMiddle([x, y, w, h]: Box): number {
  return Math.hypot(x + w / 2 - MIDDLE, y + h / 2 - MIDDLE);
}
