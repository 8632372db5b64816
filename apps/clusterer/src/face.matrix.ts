/** @module An event's faces with their embeddings opened, as columns that cross a thread without a copy. */
import { tryOpenEmbedding } from '@visage/crypto/embedding.box';
import type { OpeningKeys } from '@visage/crypto/sealed.box';
import type { UnreadableFace } from '@visage/database/face/face-repair.repository';
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
  /** Whose embedding by one of the networks does not open: in no column where it is the first one's. */
  unreadable: UnreadableFace[];
}

export interface EmbeddingSource {
  /** Of the event. */
  keys: OpeningKeys;
  /** Name of the event's embedder. */
  model: string;
  dimensions: number;
  /** The network that is asked where the embedder is in doubt. */
  second?: { model: string; dimensions: number } | undefined;
}

/**
 * Reads page by page, so that only one page is there twice.
 * @throws Error naming the face whose embedding has another length.
 */
export async function loadFaceColumns(
  pages: AsyncIterable<EmbeddedFace[]>,
  { keys, model, dimensions, second }: EmbeddingSource,
): Promise<FaceColumns> {
  const faces: Omit<EmbeddedFace, 'embedding' | 'second'>[] = [];
  const blocks: Float32Array[] = [];
  const secondBlocks: Float32Array[] = [];
  const unreadable: UnreadableFace[] = [];
  for await (const page of pages) {
    const block = new Float32Array(page.length * dimensions);
    const secondBlock = new Float32Array(page.length * (second?.dimensions ?? 0));
    let row = 0;
    for (const { embedding, second: other, ...face } of page) {
      const { id: faceId } = face;
      const seen = openRow(keys, embedding, { faceId, model }, dimensions);
      const asked = second && other?.model === second.model ? { ...second, box: other.embedding } : null;
      const seenTwice = asked && openRow(keys, asked.box, { faceId, model: asked.model }, asked.dimensions);
      if (!seen || (asked && !seenTwice)) unreadable.push({ id: faceId, embedding });
      if (!seen) continue;
      block.set(seen, row * dimensions);
      if (asked && seenTwice) secondBlock.set(seenTwice, row * asked.dimensions);
      faces.push(face);
      row += 1;
    }
    blocks.push(block.subarray(0, row * dimensions));
    secondBlocks.push(secondBlock.subarray(0, row * (second?.dimensions ?? 0)));
  }
  return {
    ids: faces.map(({ id }) => id),
    photoIds: faces.map(({ photoId }) => photoId),
    personIds: faces.map(({ personId }) => personId),
    // too poor to make anybody, to be a cover or to teach a threshold; like a poor face it may join somebody
    quality: Float32Array.from(faces, ({ quality, waits }) => (waits ? 0 : quality)),
    embeddings: joined(blocks),
    ...(second ? { second: joined(secondBlocks) } : {}),
    unreadable,
  };
}

/** @returns null when it does not open */
function openRow(
  keys: OpeningKeys,
  sealed: Uint8Array,
  { faceId, model }: { faceId: string; model: string },
  dimensions: number,
): Float32Array | null {
  const vector = tryOpenEmbedding(keys, sealed, { faceId, model });
  if (!vector || vector.length === dimensions) return vector;
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
