/** @module Where this clone is, whatever the working folder. */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the repository's root; right for both `src/` and `dist/`, which are equally deep. */
export const repositoryFolder = fileURLToPath(new URL('../../..', import.meta.url));

/** Absolute path of something in the repository. */
export function inRepository(...parts: string[]): string {
  return join(repositoryFolder, ...parts);
}

/** Where programs fetched for the embedded servers are kept: shared by every data folder of this clone. */
export const programCache = inRepository('.cache', 'debian');
