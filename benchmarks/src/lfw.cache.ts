/**
 * @module The embedding of every LFW photo's main face, made once and kept: aligned by the published landmarks, so that
 * the numbers are about grouping and not about detection. Interrupted, it goes on where it was.
 */
import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { photoLimitsSchema } from '@visage/contracts/photo-error.contract';
import { alignFace } from '@visage/vision/face/face.align';
import { judgeQuality, overallQuality } from '@visage/vision/face/face.quality';
import { templateOf } from '@visage/vision/face/face.template';
import { ImagePyramid } from '@visage/vision/image/image.pyramid';
import { decodePhoto } from '@visage/vision/photo/photo.decode';
import { cacheFolder } from './cache.folder.js';
import { readLfwPhotos, type LfwPhoto } from './lfw.photos.js';
import { mapWide } from './photo.workers.js';
import { openVision, type OpenVision } from './vision.open.js';

export interface LfwEmbeddings {
  embedder: { name: string; dimensions: number; threshold: number };
  /** Row i of the embeddings is the face of `photos[i]`. */
  photos: LfwPhoto[];
  /** Unit rows. */
  embeddings: Float32Array;
  quality: Float32Array;
}

/** Photos between two writes: at most so many are embedded again after an interruption. */
const BLOCK = 64;

/** One record of the file: quality, then the embedding, as 32-bit floats of this machine. */
export async function lfwEmbeddings(folder: string, embedder?: string): Promise<LfwEmbeddings> {
  const photos = await readLfwPhotos(folder);
  const vision = await openVision(embedder);
  const { name, dimensions, threshold, entry } = vision.embedder;
  try {
    const record = (1 + dimensions) * Float32Array.BYTES_PER_ELEMENT;
    const list = createHash('sha256').update(JSON.stringify([entry, photos]));
    const path = join(cacheFolder(), `lfw-${name}-${list.digest('hex').slice(0, 12)}.f32`);
    const file = await open(path, 'a+');
    try {
      const done = Math.floor((await file.stat()).size / record);
      await file.truncate(done * record);
      for (let start = done; start < photos.length; start += BLOCK) {
        const block = photos.slice(start, start + BLOCK);
        const rows = await mapWide(block, vision.threads, (photo) => embedPhoto(vision, folder, photo));
        await file.appendFile(Buffer.concat(rows.map((row) => new Uint8Array(row.buffer))));
        if (start % (BLOCK * 16) === 0)
          console.error(`embedded ${start + block.length} of ${photos.length} photos`);
      }
    } finally {
      await file.close();
    }
    const bytes = await readFile(path);
    const floats = new Float32Array(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
    );
    const embeddings = new Float32Array(photos.length * dimensions);
    const quality = new Float32Array(photos.length);
    for (let row = 0; row < photos.length; row++) {
      const from = row * (1 + dimensions);
      quality[row] = floats[from] ?? 0;
      embeddings.set(floats.subarray(from + 1, from + 1 + dimensions), row * dimensions);
    }
    return { embedder: { name, dimensions, threshold }, photos, embeddings, quality };
  } finally {
    await vision.pool.close();
  }
}

async function embedPhoto(
  { pool, embedder }: OpenVision,
  folder: string,
  photo: LfwPhoto,
): Promise<Float32Array<ArrayBuffer>> {
  const bytes = await readFile(join(folder, 'images', photo.photo));
  const { image } = await decodePhoto(bytes, photoLimitsSchema.parse({}));
  const aligned = await alignFace(new ImagePyramid(image), photo.landmarks, templateOf(embedder.entry));
  const quality = overallQuality(judgeQuality(photo.box, photo.landmarks, aligned));
  const [face] = await pool.embed([aligned]);
  return Float32Array.from([quality, ...(face?.embedding ?? [])]);
}
