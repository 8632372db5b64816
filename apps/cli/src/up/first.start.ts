/**
 * @module What the first start must not lose when it is interrupted: the organizer's password, of which the database
 * has only a hash. The file is deleted once the password has been shown and the demo event exists.
 */

import { rm } from 'node:fs/promises';
import { readIfPresent, writePrivateFile } from '@visage/embedded/secret.file';
import { z } from 'zod';

const firstStartSchema = z.object({ email: z.string(), password: z.string() });
export type FirstStart = z.infer<typeof firstStartSchema>;

/** The unfinished first start, if there is one. */
export async function readFirstStart(file: string): Promise<FirstStart | undefined> {
  const text = await readIfPresent(file);
  return text === undefined ? undefined : firstStartSchema.parse(JSON.parse(text));
}

export function rememberFirstStart(file: string, firstStart: FirstStart): Promise<void> {
  return writePrivateFile(file, JSON.stringify(firstStart));
}

export function forgetFirstStart(file: string): Promise<void> {
  return rm(file, { force: true });
}
