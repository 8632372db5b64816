/**
 * @module Writes a file so that it is either the old one or the whole new one, whenever the program is interrupted.
 */
import { rename, writeFile } from 'node:fs/promises';

/** A suffix that no photo, page or list has; a leftover file is overwritten by the next run. */
export const PARTIAL = '.visage-partial';

export async function writeWhole(path: string, data: string | Uint8Array): Promise<void> {
  await writeFile(path + PARTIAL, data);
  await rename(path + PARTIAL, path);
}
