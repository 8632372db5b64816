/** @module A copy of the Postgres programs that every user can read. */

import { access, chmod, cp, lstat, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';

export async function isReadableCopy(target: string): Promise<boolean> {
  return access(join(target, 'bin', 'postgres')).then(
    () => true,
    () => false,
  );
}

/**
 * Copies without the static libraries, makes it readable for everyone, and puts it in place by one rename. @param
 * folder of `target`
 */
export async function copyReadable(from: string, target: string, folder: string): Promise<void> {
  const work = await mkdtemp(join(folder, '.copy-'));
  try {
    await cp(from, work, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => extname(path) !== '.a',
    });
    await openToReaders(work);
    await rm(target, { recursive: true, force: true });
    await rename(work, target);
  } catch (error) {
    await rm(work, { recursive: true, force: true });
    throw error;
  }
}

async function openToReaders(path: string): Promise<void> {
  const info = await lstat(path);
  if (info.isSymbolicLink()) return;
  await chmod(path, info.isDirectory() ? 0o755 : (info.mode & 0o111) === 0 ? 0o644 : 0o755);
  if (!info.isDirectory()) return;
  for (const name of await readdir(path)) await openToReaders(join(path, name));
}
