/** @module Takes in an original: stored bit for bit, hashed while it streams by. */

import { Readable } from 'node:stream';
import { wholeStream } from './byte.stream.js';
import { OriginalTooLargeError } from './object.error.js';
import type { ObjectStore } from './object.store.js';
import { OriginalDigest, type OriginalSums } from './original.digest.js';

/**
 * If the stream breaks off, fails or exceeds the limit, nothing is left behind and the source is destroyed.
 * @throws OriginalTooLargeError above `maxBytes`.
 */
export async function receiveBytes(
  store: ObjectStore,
  key: string,
  source: Readable,
  { maxBytes }: { maxBytes: number },
): Promise<OriginalSums> {
  const digest = new OriginalDigest();

  async function* observed(): AsyncGenerator<Uint8Array> {
    for await (const part of wholeStream(source)) {
      if (digest.bytes + part.length > maxBytes) throw new OriginalTooLargeError(maxBytes);
      digest.update(part);
      yield part;
    }
  }

  await store.put(key, Readable.from(observed(), { objectMode: false }));
  return digest.sums();
}
