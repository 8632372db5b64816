/** @module The main face of each photo of Labeled Faces in the Wild, embedded by the pipeline as it ships. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpenVision } from './vision.open.js';
import { mapWide } from './photo.workers.js';

export interface LfwFace {
  photo: string;
  embedding: Float32Array;
  quality: number;
}

/** @returns faces by photo; photos in which none was found are absent */
export async function embedPhotos(
  { pool, threads }: OpenVision,
  folder: string,
  photos: readonly string[],
): Promise<Map<string, LfwFace>> {
  const faces = new Map<string, LfwFace>();
  let done = 0;
  await mapWide(photos, threads, async (photo) => {
    const [face] = (await pool.selfie(await readFile(join(folder, 'images', photo)))).faces;
    if (face) faces.set(photo, { photo, embedding: face.embedding, quality: face.quality });
    done += 1;
    if (done % 1000 === 0) console.error(`${done} of ${photos.length} photos`);
  });
  return faces;
}

export function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}
