/** @module A file that is either the old one or the whole new one, whenever the program is cut off. */
import { rename, writeFile } from 'node:fs/promises';

/** Ends in what no photo, page or list is called; a left-over one is overwritten by the next run. */
export const PARTIAL = '.visage-partial';

export async function writeWhole(path: string, data: string | Uint8Array): Promise<void> {
  await writeFile(path + PARTIAL, data);
  await rename(path + PARTIAL, path);
}
