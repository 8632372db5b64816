/** @module An event's faces with their embeddings opened, as columns that cross a thread without a copy. */
import { openEmbedding } from '@visage/crypto/embedding.box';
import type { EmbeddedFace } from '@visage/database/face/face.record';

export interface FaceColumns {
  ids: string[];
  photoIds: string[];
  personIds: (string | null)[];
  /** 0 for a face of a photo that waits for approval. */
  quality: Float32Array;
  /** One row of `dimensions` floats per face. */
  embeddings: Float32Array;
  /** The same by the second network, zeros for a face that it has not seen; present when one is asked. */
  second?: Float32Array;
}

export interface EmbeddingSource {
  key: Uint8Array;
  /** Name of the event's embedder. */
  model: string;
  dimensions: number;
  /** The network that is asked where the embedder is in doubt. */
  second?: { model: string; dimensions: number } | undefined;
}

/**
 * Reads page by page, so that only one page is there twice.
 * @throws Error naming the face whose embedding has another length; SealedBoxError when one was changed.
 */
export async function loadFaceColumns(
  pages: AsyncIterable<EmbeddedFace[]>,
  { key, model, dimensions, second }: EmbeddingSource,
): Promise<FaceColumns> {
  const faces: Omit<EmbeddedFace, 'embedding' | 'second'>[] = [];
  const blocks: Float32Array[] = [];
  const secondBlocks: Float32Array[] = [];
  for await (const page of pages) {
    const block = new Float32Array(page.length * dimensions);
    const secondBlock = new Float32Array(page.length * (second?.dimensions ?? 0));
    page.forEach(({ embedding, second: other, ...face }, row) => {
      block.set(openRow(key, embedding, { faceId: face.id, model }, dimensions), row * dimensions);
      if (second && other?.model === second.model) {
        const seen = openRow(
          key,
          other.embedding,
          { faceId: face.id, model: second.model },
          second.dimensions,
        );
        secondBlock.set(seen, row * second.dimensions);
      }
      faces.push(face);
    });
    blocks.push(block);
    secondBlocks.push(secondBlock);
  }
  return {
    ids: faces.map(({ id }) => id),
    photoIds: faces.map(({ photoId }) => photoId),
    personIds: faces.map(({ personId }) => personId),
    // too poor to make anybody, to be a cover or to teach a threshold; like a poor face it may join somebody
    quality: Float32Array.from(faces, ({ quality, waits }) => (waits ? 0 : quality)),
    embeddings: joined(blocks),
    ...(second ? { second: joined(secondBlocks) } : {}),
  };
}

function openRow(
  key: Uint8Array,
  sealed: Uint8Array,
  { faceId, model }: { faceId: string; model: string },
  dimensions: number,
): Float32Array {
  const vector = openEmbedding(key, sealed, { faceId, model });
  if (vector.length === dimensions) return vector;
  throw new Error(
    `the embedding of face ${faceId} has ${vector.length} numbers, ${model} gives ${dimensions}`,
  );
}

function joined(blocks: readonly Float32Array[]): Float32Array {
  const values = new Float32Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    values.set(block, at);
    at += block.length;
  }
  return values;
}
