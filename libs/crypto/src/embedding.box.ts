/** @module A face's embedding, sealed: little-endian float32 values bound to their face and model. */

import type { OneOrMore } from './purpose.keys.js';
import { SealedBoxError, openWithAny, reseal, seal, type OpeningKeys } from './sealed.box.js';

export interface EmbeddingOwner {
  faceId: string;
  /** Name of the model in the manifest; vectors of two models are never mistaken for one another. */
  model: string;
}

const FLOAT_BYTES = 4;

/**
 * @param dataKey the event's key, 32 bytes.
 * @param embedding any length; stored as it is, without normalisation.
 */
export function sealEmbedding(
  dataKey: Uint8Array,
  embedding: Float32Array,
  owner: EmbeddingOwner,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(embedding.length * FLOAT_BYTES);
  const view = new DataView(bytes.buffer);
  embedding.forEach((value, index) => view.setFloat32(index * FLOAT_BYTES, value, true));
  return seal(dataKey, bytes, belongsTo(owner));
}

/** @throws SealedBoxError when the box belongs to another face, model or key, or was changed. */
export function openEmbedding(
  dataKeys: OpeningKeys,
  box: Uint8Array,
  owner: EmbeddingOwner,
): Float32Array<ArrayBuffer> {
  const bytes = openWithAny(dataKeys, box, belongsTo(owner));
  if (bytes.length % FLOAT_BYTES !== 0)
    throw new SealedBoxError(`${bytes.length} bytes are not a whole number of float32 values`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const embedding = Float32Array.from({ length: bytes.length / FLOAT_BYTES }, (_, index) =>
    view.getFloat32(index * FLOAT_BYTES, true),
  );
  bytes.fill(0);
  return embedding;
}

/** The same, or null when it does not open: one damaged box keeps nobody from the others. */
export function tryOpenEmbedding(
  dataKeys: OpeningKeys,
  box: Uint8Array,
  owner: EmbeddingOwner,
): Float32Array<ArrayBuffer> | null {
  try {
    return openEmbedding(dataKeys, box, owner);
  } catch (error) {
    if (error instanceof SealedBoxError) return null;
    throw error;
  }
}

/** Under the newest key; null when it is already. @throws SealedBoxError when no key opens it. */
export function resealEmbedding(
  dataKeys: OneOrMore,
  box: Uint8Array,
  owner: EmbeddingOwner,
): Uint8Array<ArrayBuffer> | null {
  return reseal(dataKeys, box, belongsTo(owner));
}

function belongsTo({ faceId, model }: EmbeddingOwner): string {
  return JSON.stringify(['embedding', faceId, model]);
}
