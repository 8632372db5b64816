/** @module Every photo below a folder, once, in the order of names; loops of links are walked once. */
import type { Buffer } from 'node:buffer';
import { readdir, stat } from 'node:fs/promises';
import { fileKindOf } from '@visage/contracts/file.kind';
import { PhotoError, type PhotoErrorValue } from '@visage/contracts/photo-error.contract';
import { kindName, sniffFormat } from '@visage/contracts/photo.format';
import { childPath, shownNames, type FilePath } from './file.name.js';
import { hasImageExtension, headOf } from './photo.kind.js';
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
  /** Photos by name only (a text, a dangling link) and folders that may not be read. */
  unreadable: ({ file: string } & PhotoErrorValue)[];
  /** Files that neither are nor should be photos. */
  skipped: SkippedFile[];
}

export interface SkippedFile {
  file: string;
  /** `a video`, `a PDF document`. */
  what: string;
}

/**
 * Skips names that begin with a dot, the folder `skip` (the output) and every folder that holds the result of an
 * earlier sort.
 */
export async function walkPhotos(root: FilePath, skip: string): Promise<FoundFiles> {
  const found: FoundFiles = { photos: [], unreadable: [], skipped: [] };
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
    if (!facts?.isFile()) {
      if (named) found.unreadable.push({ file, ...MISSING });
      else found.skipped.push({ file, what: 'no file' });
      return;
    }
    const head = await headOf(path);
    const refusal = head && refusalOf(head);
    if (head && !refusal)
      found.photos.push({ file, path, bytes: facts.size, mtimeMs: Math.trunc(facts.mtimeMs) });
    else if (named) found.unreadable.push({ file, ...(refusal ?? MISSING) });
    else found.skipped.push({ file, what: head ? kindName(fileKindOf(head)) : 'unreadable' });
  };
  await enter(root, '');
  return found;
}

const MISSING: PhotoErrorValue = {
  code: 'missing-file',
  reason: 'The file is a broken link or may not be read.',
};

/** Null for a photo, as far as its first bytes tell. */
function refusalOf(head: Uint8Array): PhotoErrorValue | null {
  try {
    sniffFormat(head);
    return null;
  } catch (error) {
    if (error instanceof PhotoError) return error.toValue();
    throw error;
  }
}

async function identity(path: FilePath): Promise<string | undefined> {
  const facts = await stat(path, { bigint: true }).catch(() => null);
  return facts ? `${facts.dev}:${facts.ino}` : undefined;
}
