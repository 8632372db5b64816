/** @module Every photo below a folder, once, in the order of names; loops of links are walked once. */
import type { Buffer } from 'node:buffer';
import { readdir, stat } from 'node:fs/promises';
import { childPath, shownNames, type FilePath } from './file.name.js';
import { hasImageExtension, sniffImage } from './photo.kind.js';
import { WORK_FOLDER } from './output.folder.js';

export interface FoundPhoto {
  /** Relative to the input, with `/`; bytes of a name that are not UTF-8 as `\xE9`. No two photos have the same. */
  file: string;
  path: FilePath;
  bytes: number;
  mtimeMs: number;
}

export interface FoundFiles {
  photos: FoundPhoto[];
  /** Images that exist by name only (a dangling link) and folders that may not be read. */
  unreadable: { file: string; code: string; reason: string }[];
  /** Number of files that are not images. */
  others: number;
}

/**
 * Skips names that begin with a dot, the folder `skip` (the output) and every folder that holds the result of an
 * earlier sort.
 */
export async function walkPhotos(root: FilePath, skip: string): Promise<FoundFiles> {
  const found: FoundFiles = { photos: [], unreadable: [], others: 0 };
  const visited = new Set<string>();
  const skipped = await identity(skip);
  const enter = async (path: FilePath, file: string): Promise<void> => {
    const self = await identity(path);
    if (self === undefined || self === skipped || visited.has(self)) return;
    visited.add(self);
    const names = await readdir(path, { encoding: 'buffer' }).catch(
      (error: NodeJS.ErrnoException): Buffer[] => {
        found.unreadable.push({
          file,
          code: 'missing-file',
          reason: `The folder cannot be read (${error.code}).`,
        });
        return [];
      },
    );
    const shown = shownNames(names);
    if (file !== '' && shown.has(WORK_FOLDER)) return;
    for (const [name, bytes] of [...shown].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (name.startsWith('.')) continue;
      await visit(childPath(path, bytes), file === '' ? name : `${file}/${name}`);
    }
  };
  const visit = async (path: FilePath, file: string): Promise<void> => {
    const facts = await stat(path).catch(() => null);
    if (facts?.isDirectory()) return enter(path, file);
    const named = hasImageExtension(file);
    if (!facts && named) {
      found.unreadable.push({
        file,
        code: 'missing-file',
        reason: 'The file is a broken link or may not be read.',
      });
    } else if (facts?.isFile() && (named || (await sniffImage(path)))) {
      found.photos.push({ file, path, bytes: facts.size, mtimeMs: Math.trunc(facts.mtimeMs) });
    } else {
      found.others++;
    }
  };
  await enter(root, '');
  return found;
}

async function identity(path: FilePath): Promise<string | undefined> {
  const facts = await stat(path, { bigint: true }).catch(() => null);
  return facts ? `${facts.dev}:${facts.ino}` : undefined;
}
