/** @module Photos of 12 megapixels, made once and kept: portraits of LFW side by side, enlarged and saved as cameras do. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seededRandom } from '@visage/clustering/linkage/seeded.random';
import sharp from 'sharp';
import { cacheFolder } from './cache.folder.js';
import type { LfwPhoto } from './lfw.photos.js';
import { mapWide } from './photo.workers.js';

const WIDTH = 4000;
const HEIGHT = 3000;
/** Portraits in one photo: one to six, as at a party. */
const MOST = 6;
const SIDE = 1000;
/** Grain, so that the file is as large and as slow to decode as one of a camera. */
const GRAIN = 6;

/** @returns paths of `count` photos; the first photos of any count are the same */
export async function largePhotos(
  lfw: string,
  photos: readonly LfwPhoto[],
  count: number,
  width: number,
): Promise<string[]> {
  const folder = join(cacheFolder(), 'photos-12mp');
  await mkdir(folder, { recursive: true });
  return mapWide(
    Array.from({ length: count }, (_, n) => n),
    width,
    async (n) => {
      const path = join(folder, `${String(n).padStart(4, '0')}.jpg`);
      if (existsSync(path)) return path;
      await writeFile(`${path}.part`, await compose(lfw, photos, n));
      await rename(`${path}.part`, path);
      return path;
    },
  );
}

async function compose(lfw: string, photos: readonly LfwPhoto[], seed: number): Promise<Buffer> {
  const random = seededRandom(seed + 1);
  const people = 1 + Math.floor(random() * MOST);
  const parts = await Promise.all(
    Array.from({ length: people }, async (_, place) => {
      const { photo } = photos[Math.floor(random() * photos.length)] ?? { photo: '' };
      const side = Math.round(SIDE * (0.5 + 0.5 * random()));
      const input = await sharp(await readFile(join(lfw, 'images', photo)))
        .resize(side, side)
        .png()
        .toBuffer();
      return { input, left: 100 + (place % 3) * 1300, top: 150 + Math.floor(place / 3) * 1400 };
    }),
  );
  const scene = await sharp({
    create: {
      width: WIDTH,
      height: HEIGHT,
      channels: 3,
      background: '#6b6460',
      noise: { type: 'gaussian', mean: 110, sigma: GRAIN },
    },
  })
    .composite(parts)
    .jpeg({ quality: 92 })
    .toBuffer();
  return scene;
}
