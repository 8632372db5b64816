/** @module Where the photographs to measure on lie; they are no part of the repository. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

/** `$VISAGE_DATA`, else `../shared/data` from the repository; says so and ends when `part` is not there. */
export function dataFolder(part: string): string {
  const folder = resolve(process.env.VISAGE_DATA ?? resolve(REPOSITORY, '../shared/data'), part);
  if (!existsSync(folder)) {
    console.log(
      `skipped: no data (${folder} is not there; set VISAGE_DATA to the folder that holds ${part})`,
    );
    process.exit(0);
  }
  return folder;
}
