/** @module An event's faces with their embeddings opened, as columns that cross a thread without a copy. */
import { openEmbedding } from '@visage/crypto/embedding.box';
import type { EmbeddedFace } from '@visage/database/face.record';

export interface FaceColumns {
  ids: string[];
  photoIds: string[];
  personIds: (string | null)[];
  quality: Float32Array;
  /** One row of `dimensions` floats per face. */
  embeddings: Float32Array;
}

export interface EmbeddingSource {
  key: Uint8Array;
  /** Name of the event's embedder. */
  model: string;
  dimensions: number;
}

/**
 * Reads page by page, so that only one page is there twice.
 * @throws Error naming the face whose embedding has another length; SealedBoxError when one was changed.
 */
export async function loadFaceColumns(
  pages: AsyncIterable<EmbeddedFace[]>,
  { key, model, dimensions }: EmbeddingSource,
): Promise<FaceColumns> {
  const faces: Omit<EmbeddedFace, 'embedding'>[] = [];
  const blocks: Float32Array[] = [];
  for await (const page of pages) {
    const block = new Float32Array(page.length * dimensions);
    page.forEach(({ embedding, ...face }, row) => {
      const vector = openEmbedding(key, embedding, { faceId: face.id, model });
      if (vector.length !== dimensions) {
        throw new Error(`the embedding of face ${face.id} has ${vector.length} numbers, ${model} gives ${dimensions}`);
      }
      block.set(vector, row * dimensions);
      faces.push(face);
    });
    blocks.push(block);
  }
  const embeddings = new Float32Array(faces.length * dimensions);
  let at = 0;
  for (const block of blocks) {
    embeddings.set(block, at);
    at += block.length;
  }
  return {
    ids: faces.map(({ id }) => id),
    photoIds: faces.map(({ photoId }) => photoId),
    personIds: faces.map(({ personId }) => personId),
    quality: Float32Array.from(faces, ({ quality }) => quality),
    embeddings,
  };
}
