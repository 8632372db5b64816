/**
 * @module Object keys as paths below a folder, and back.
 *
 * Segments become folders and the last one a file. Lower-case letters, digits, `.`, `_` and `-` stay readable; every
 * other byte is written %xx, so that keys differing in case stay apart on file systems that ignore it. A file ends in
 * `=`, so that `a` and `a/b` can both be stored; a segment too long for one name goes on below a folder ending in `+`.
 */

import { join, sep } from 'node:path';

/** Most file systems allow 255 bytes. */
const MAX_NAME = 240;
const FILE_MARK = '=';
const CONTINUES_MARK = '+';

export function diskPathOf(root: string, key: string): string {
  return join(root, ...namesOf(key)) + FILE_MARK;
}

/**
 * The folder below which every key starting with `prefix` is found; the prefix's own last, open segment is left out.
 */
export function diskFolderOf(root: string, prefix: string): string {
  const closed = prefix.slice(0, Math.max(0, prefix.lastIndexOf('/')));
  return closed === '' ? root : join(root, ...namesOf(closed));
}

/**
 * @param path relative to the store's root, as a directory walk yields it.
 * @returns the key, or null for a file that the store did not put there.
 */
export function keyOfDiskPath(path: string): string | null {
  if (!path.endsWith(FILE_MARK)) return null;
  const joined = path
    .slice(0, -FILE_MARK.length)
    .split(sep)
    .map((name) => (name.endsWith(CONTINUES_MARK) ? name.slice(0, -1) : `${name}/`))
    .join('')
    .slice(0, -1);
  try {
    return decodeURIComponent(joined);
  } catch {
    return null;
  }
}

function namesOf(key: string): string[] {
  return key.split('/').flatMap((segment) => split(escapeSegment(segment)));
}

function escapeSegment(segment: string): string {
  const escaped = Array.from(Buffer.from(segment, 'utf8'), (byte) => {
    const character = String.fromCharCode(byte);
    return /[a-z0-9._-]/.test(character) ? character : `%${byte.toString(16).padStart(2, '0')}`;
  }).join('');
  return escaped.replace(/^\./, '%2e'); // names with a leading dot are the store's own
}

/** Cuts only between whole characters of the escaped form. */
function split(escaped: string): string[] {
  const names: string[] = [];
  let rest = escaped;
  while (rest.length > MAX_NAME) {
    const end = rest.slice(MAX_NAME - 2, MAX_NAME).includes('%')
      ? rest.lastIndexOf('%', MAX_NAME - 1)
      : MAX_NAME;
    names.push(rest.slice(0, end) + CONTINUES_MARK);
    rest = rest.slice(end);
  }
  return [...names, rest];
}
