/**
 * @module What the first start must not lose when it is interrupted: the organizer's password, which is in the
 * database as a hash only. The file goes once the password has been shown and the demo event stands.
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
