/** @module Streams of bytes on their way into a store: counted, and checked against what was announced. */

import { Readable } from 'node:stream';
import { ObjectSizeError } from './object.error.js';

export interface CountedStream {
  stream: Readable;
  /** Bytes seen so far. */
  count(): number;
}

/**
 * Passes `source` on and errs, before its end is reached, when other than `size` bytes come: the store then never sees
 * a whole object. A source that is destroyed early makes the stream err as well.
 */
export function countedStream(key: string, source: Readable | Uint8Array, size?: number): CountedStream {
  let bytes = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of source instanceof Uint8Array ? [source] : source) {
      const part: Uint8Array = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      bytes += part.length;
      if (size !== undefined && bytes > size) throw new ObjectSizeError(key, size, bytes);
      yield part;
    }
    if (size !== undefined && bytes !== size) throw new ObjectSizeError(key, size, bytes);
  }
  return { stream: Readable.from(counted(), { objectMode: false }), count: () => bytes };
}
