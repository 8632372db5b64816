/**
 * @module Writes a file so that it is either the old one or the whole new one, whenever the program is interrupted.
 */
import { createHash } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** A suffix that no photo, page or list has; a leftover file is overwritten by the next run. */
export const PARTIAL = '.visage-partial';

/** Where a file is written before it gets its name; as short as that one needs it. */
export function partialPath(path: string): string {
  const name = basename(path);
  if (Buffer.byteLength(name + PARTIAL) <= 255) return path + PARTIAL;
  return join(dirname(path), createHash('sha256').update(name).digest('hex').slice(0, 16) + PARTIAL);
}

export async function writeWhole(path: string, data: string | Uint8Array): Promise<void> {
  const partial = partialPath(path);
  await writeFile(partial, data);
  await rename(partial, path);
}
