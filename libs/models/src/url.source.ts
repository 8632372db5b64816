/** @module Streams a model from a plain URL (a mirror). */
import type { ChunkSink } from './chunk.sink.js';

/** No bytes for this long means that the mirror is dead. */
const STALL_MS = 30_000;

/** @throws Error when the mirror does not answer with 200 or stalls. */
export async function downloadFromUrl(url: string, sink: ChunkSink): Promise<void> {
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(new Error('no answer')), STALL_MS);
  try {
    const response = await fetch(url, { signal: abort.signal, redirect: 'follow' });
    if (!response.ok || response.body === null) throw new Error(`answered ${response.status}`);
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      clearTimeout(timer);
      timer = setTimeout(() => abort.abort(new Error('no more bytes came')), STALL_MS);
      await sink(chunk);
    }
  } finally {
    clearTimeout(timer);
  }
}
