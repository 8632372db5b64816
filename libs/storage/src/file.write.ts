/** @module Whole writes into an open file. */
import type { FileHandle } from 'node:fs/promises';

/**
 * One write may take only a part of the bytes, for instance on a disk that is almost full.
 * @param position absent = after what was written last.
 */
export async function writeAll(file: FileHandle, bytes: Uint8Array, position?: number): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const place = position === undefined ? null : position + at;
    at += (await file.write(bytes, at, bytes.length - at, place)).bytesWritten;
  }
}
