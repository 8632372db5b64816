/** @module Takes in an original: stored bit for bit under its SHA-256, hashed while it streams by. */

import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { wholeStream } from './byte.stream.js';
import { OriginalTooLargeError } from './object.error.js';
import { incomingKey, originalKey } from './object.key.js';
import type { ObjectStore } from './object.store.js';
import { OriginalDigest, type OriginalSums } from './original.digest.js';

export interface ReceiveOptions {
  /** Events share no originals, so that erasing one touches no other. */
  eventId: string;
  maxBytes: number;
  contentType?: string;
}

export interface ReceivedOriginal extends OriginalSums {
  key: string;
}

/**
 * Receiving the same bytes again replaces the object by itself. When the stream breaks off, errs or exceeds the limit,
 * nothing is left behind and the source is destroyed.
 * @throws OriginalTooLargeError above `maxBytes`.
 */
export async function receiveOriginal(
  store: ObjectStore,
  source: Readable,
  { eventId, maxBytes, contentType }: ReceiveOptions,
): Promise<ReceivedOriginal> {
  const digest = new OriginalDigest();

  async function* observed(): AsyncGenerator<Uint8Array> {
    for await (const part of wholeStream(source)) {
      if (digest.bytes + part.length > maxBytes) throw new OriginalTooLargeError(maxBytes);
      digest.update(part);
      yield part;
    }
  }

  const incoming = incomingKey(eventId, randomUUID());
  await store.put(incoming, Readable.from(observed(), { objectMode: false }), { contentType });
  const sums = digest.sums();
  const key = originalKey(eventId, sums.sha256);
  try {
    await store.move(incoming, key);
  } catch (error) {
    await store.delete(incoming).catch(() => undefined); // the move's failure is the one to report
    throw error;
  }
  return { key, ...sums };
}
