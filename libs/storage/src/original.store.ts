/** @module Takes in an original: stored bit for bit under its SHA-256, hashed while it streams by. */

import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { wholeStream } from './byte.stream.js';
import { OriginalTooLargeError } from './object.error.js';
import { incomingKey, originalKey } from './object.key.js';
import type { ObjectStore } from './object.store.js';

/** Enough for every image format's header and for EXIF, which fits into one JPEG segment of 64 KiB. */
export const ORIGINAL_HEAD_BYTES = 64 * 1024;

export interface ReceiveOptions {
  /** Events share no originals, so that erasing one touches no other. */
  eventId: string;
  maxBytes: number;
  contentType?: string;
}

export interface ReceivedOriginal {
  key: string;
  /** Lower-case hex. */
  sha256: string;
  /** Lower-case hex, as Google Drive states it. */
  md5: string;
  /** Unsigned. */
  crc32: number;
  bytes: number;
  /** The first 64 KiB, or all of a smaller file. */
  head: Uint8Array;
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
  const sha256 = createHash('sha256');
  const md5 = createHash('md5');
  const head: Uint8Array[] = [];
  let crc = 0;
  let bytes = 0;

  async function* observed(): AsyncGenerator<Uint8Array> {
    for await (const part of wholeStream(source)) {
      if (bytes + part.length > maxBytes) throw new OriginalTooLargeError(maxBytes);
      if (bytes < ORIGINAL_HEAD_BYTES)
        head.push(Uint8Array.from(part.subarray(0, ORIGINAL_HEAD_BYTES - bytes)));
      bytes += part.length;
      sha256.update(part);
      md5.update(part);
      crc = crc32(part, crc);
      yield part;
    }
  }

  const incoming = incomingKey(eventId, randomUUID());
  await store.put(incoming, Readable.from(observed(), { objectMode: false }), { contentType });
  const digest = sha256.digest('hex');
  const key = originalKey(eventId, digest);
  try {
    await store.move(incoming, key);
  } catch (error) {
    await store.delete(incoming).catch(() => undefined); // the move's failure is the one to report
    throw error;
  }
  return {
    key,
    sha256: digest,
    md5: md5.digest('hex'),
    crc32: crc,
    bytes,
    head: new Uint8Array(Buffer.concat(head)),
  };
}
