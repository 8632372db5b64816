/** @module Streams of bytes on their way into a store: counted, and checked against what was announced. */

import { Readable } from 'node:stream';
import { ObjectSizeError, SourceCutError } from './object.error.js';

export interface CountedStream {
  stream: Readable;
  /** Bytes seen so far. */
  count(): number;
}

/**
 * The chunks of `source` up to its true end. A stream destroyed without an error may look finished to its reader; a
 * photo cut in half must not.
 * @throws SourceCutError when the stream was closed before its end.
 */
export async function* wholeStream(source: Readable): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  const chunks: AsyncIterable<string | Uint8Array> = source;
  for await (const chunk of chunks) {
    const part = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    bytes += part.length;
    yield part;
  }
  if (!source.readableEnded) throw new SourceCutError(bytes);
}

/**
 * Passes `source` on and fails, before its end is reached, if other than `size` bytes come: the store then never sees
 * a whole object. If the source is destroyed early, the stream fails too.
 */
export function countedStream(key: string, source: Readable | Uint8Array, size?: number): CountedStream {
  let bytes = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const part of source instanceof Uint8Array ? [source] : wholeStream(source)) {
      bytes += part.length;
      if (size !== undefined && bytes > size) throw new ObjectSizeError(key, size, bytes);
      yield part;
    }
    if (size !== undefined && bytes !== size) throw new ObjectSizeError(key, size, bytes);
  }
  return { stream: Readable.from(counted(), { objectMode: false }), count: () => bytes };
}
