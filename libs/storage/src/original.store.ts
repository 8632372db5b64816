/** @module Takes in an original: stored bit for bit, hashed while it streams by. */

import { Readable } from 'node:stream';
import { KIND_BYTES } from '@visage/contracts/file.kind';
import { wholeStream } from './byte.stream.js';
import { OriginalTooLargeError } from './object.error.js';
import type { ObjectStore } from './object.store.js';
import { OriginalDigest, type OriginalSums } from './original.digest.js';

export interface ReceiveOptions {
  maxBytes: number;
  /** Is shown the first bytes as soon as there are `KIND_BYTES` of them, or all of a smaller file; throws to refuse it. */
  look?: (head: Uint8Array) => unknown;
}

/**
 * If the stream breaks off, fails or exceeds the limit, nothing is left behind and the source is destroyed.
 * @throws OriginalTooLargeError above `maxBytes`, and what `look` throws.
 */
export async function receiveBytes(
  store: ObjectStore,
  key: string,
  source: Readable,
  { maxBytes, look }: ReceiveOptions,
): Promise<OriginalSums> {
  const digest = new OriginalDigest();
  let looked = false;
  const lookOnce = (): void => {
    if (!looked) look?.(digest.head);
    looked = true;
  };

  async function* observed(): AsyncGenerator<Uint8Array> {
    for await (const part of wholeStream(source)) {
      if (digest.bytes + part.length > maxBytes) throw new OriginalTooLargeError(maxBytes);
      digest.update(part);
      if (digest.bytes >= KIND_BYTES) lookOnce();
      yield part;
    }
    lookOnce();
  }

  await store.put(key, Readable.from(observed(), { objectMode: false }));
  return digest.sums();
}
