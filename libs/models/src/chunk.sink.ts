/** @module Where the sources of a model put its bytes. */

/** Takes chunks of the wanted file as they arrive. */
export type ChunkSink = (chunk: Uint8Array) => Promise<void>;
