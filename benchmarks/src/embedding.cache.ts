/**
 * @module Embeddings that take minutes to make, kept in a file: one record a photo of quality and embedding, as 32-bit
 * floats of this machine. Interrupted, it goes on where it was.
 */
import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelEntry } from '@visage/contracts/model.contract';
import { cacheFolder } from './cache.folder.js';
import { mapWide } from './photo.workers.js';
import { openVision, type Embedder, type OpenVision } from './vision.open.js';

export interface EmbeddedFace {
  /** 0..1 */
  quality: number;
  /** Of unit length. */
  embedding: ArrayLike<number>;
}

export interface CacheOptions {
  /** Name of a model of the manifest; its default when absent. */
  embedder?: string | undefined;
  most?: number | undefined;
}

export interface CachedEmbeddings {
  embedder: Embedder;
  /** Row i is the face of photo i; zeros where none was found. */
  embeddings: Float32Array;
  quality: Float32Array;
}

/** Photos between two writes: at most so many are embedded again after an interruption. */
const BLOCK = 64;

/**
 * @param name of the set; other photos or another embedder get a file of their own
 * @param embed null when the photo shows no face
 * @param most only so many photos, from the first one on
 */
export async function cachedEmbeddings<Photo>(
  name: string,
  photos: readonly Photo[],
  embed: (vision: OpenVision, photo: Photo) => Promise<EmbeddedFace | null>,
  { embedder, most = photos.length }: CacheOptions = {},
): Promise<CachedEmbeddings> {
  const count = Math.min(most, photos.length);
  const vision = await openVision(embedder);
  const { dimensions, entry } = vision.embedder;
  try {
    const record = (1 + dimensions) * Float32Array.BYTES_PER_ELEMENT;
    const list = createHash('sha256')
      .update(JSON.stringify([...seenBy(entry), photos]))
      .digest('hex')
      .slice(0, 12);
    const path = join(cacheFolder(), `${name}-${vision.embedder.name}-${list}.f32`);
    const file = await open(path, 'a+');
    try {
      const done = Math.floor((await file.stat()).size / record);
      await file.truncate(done * record);
      for (let start = done; start < count; start += BLOCK) {
        const block = photos.slice(start, start + BLOCK);
        const rows = await mapWide(block, vision.threads, async (photo) => {
          const face = await embed(vision, photo);
          return Float32Array.from([
            face?.quality ?? 0,
            ...Array.from(face?.embedding ?? new Float32Array(dimensions)),
          ]);
        });
        await file.appendFile(Buffer.concat(rows.map((row) => new Uint8Array(row.buffer))));
        if (start % (BLOCK * 16) === 0) console.error(`embedded ${start + block.length} of ${count} photos`);
      }
    } finally {
      await file.close();
    }
    const bytes = await readFile(path);
    const floats = new Float32Array(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
    );
    const embeddings = new Float32Array(count * dimensions);
    const quality = new Float32Array(count);
    for (let row = 0; row < count; row++) {
      const from = row * (1 + dimensions);
      quality[row] = floats[from] ?? 0;
      embeddings.set(floats.subarray(from + 1, from + 1 + dimensions), row * dimensions);
    }
    return { embedder: vision.embedder, embeddings, quality };
  } finally {
    await vision.pool.close();
  }
}

/** What of a manifest's entry an embedding depends on. */
function seenBy({ sha256, input, alignment, mirror, embedding }: ModelEntry): unknown[] {
  return [sha256, input, alignment, mirror, embedding];
}
