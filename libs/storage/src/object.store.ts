/** @module The port to where bytes are stored: photos, previews and crops under string keys, on a disk or in S3. */

import type { Readable } from 'node:stream';

/** As in HTTP: both ends are included and counted from 0; no end means to the last byte. */
export interface ByteRange {
  start: number;
  end?: number;
}

export interface PutOptions {
  /** Media type; a store may forget it, so responses take the type from the database. */
  contentType?: string;
  /** Expected number of bytes. If given, any other number is refused with ObjectSizeError. */
  size?: number;
}

export interface ObjectHead {
  /** Bytes of the whole object. */
  size: number;
  modifiedAt: Date;
  contentType?: string;
}

export interface StoredObject extends ObjectHead {
  /** The bytes asked for. Read it to the end or destroy it: it holds a file or a connection. */
  stream: Readable;
  /** Bytes that `stream` yields: fewer than `size` if a range was asked for. */
  length: number;
}

export interface ListedObject {
  key: string;
  size: number;
  modifiedAt: Date;
}

/**
 * Keys are `/`-separated segments (see object.key.ts); every method throws ObjectKeyError for any other. An object
 * appears whole or not at all, and a reader of a replaced object still gets the old one's bytes.
 */
export interface ObjectStore {
  /** Stores or replaces. If the source breaks off or fails, rejects and leaves what was there before. */
  put(key: string, source: Readable | Uint8Array, options?: PutOptions): Promise<{ size: number }>;
  /** @throws ObjectNotFoundError, or ObjectRangeError when the range starts at or after the end. */
  get(key: string, range?: ByteRange): Promise<StoredObject>;
  /** Null when there is no such object. */
  head(key: string): Promise<ObjectHead | null>;
  /** Deleting what is not there is not an error. */
  delete(key: string): Promise<void>;
  /**
   * Deletes every object whose key starts with `prefix`, which must not be empty, and what unfinished puts left
   * behind.
   */
  deletePrefix(prefix: string): Promise<void>;
  /** Every object whose key starts with `prefix`, in no particular order. */
  list(prefix: string): AsyncIterable<ListedObject>;
  /** Replaces the target. @throws ObjectNotFoundError when there is no source. */
  copy(from: string, to: string): Promise<void>;
  /** Like copy, then deletes the source. */
  move(from: string, to: string): Promise<void>;
}
