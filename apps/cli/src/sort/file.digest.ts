/** @module What a file is, wherever it lies and whatever it is called. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { FilePath } from './file.name.js';

/** SHA-256 of the file's bytes, hex; undefined if it cannot be read. */
export async function digestOf(path: FilePath): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch {
    return undefined;
  }
  return hash.digest('hex');
}
