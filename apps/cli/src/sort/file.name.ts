/** @module File and folder names that are valid on every file system, and that no other name stands in the way of. */
import { Buffer, isUtf8 } from 'node:buffer';
import { realpath } from 'node:fs/promises';
import { join, posix } from 'node:path';

/** Longest name in bytes of UTF-8 that ext4, APFS, NTFS and exFAT all take. */
const NAME_BYTES = 255;
/** Longest name of a folder that we name: leaves room for an extension and a number, and fits encrypted file systems (143). */
const FOLDER_NAME_BYTES = 120;

/** Names Windows keeps for devices, whatever their extension. */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])\s*(\..*)?$/i;

/** A path as Node takes it: bytes where they are not UTF-8. */
export type FilePath = string | Buffer;

/** A name without separators, control characters or anything Windows refuses; never empty, never hidden. */
export function safeName(name: string, bytes = FOLDER_NAME_BYTES): string {
  const clean = name
    .replace(/\p{Surrogate}/gu, '_')
    .normalize('NFC')
    .replace(/[\u0000-\u001f\u007f/\\:*?"<>|\ufffd]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const short = shortName(clean, bytes - 1).replace(/[.\s]+$/, '');
  if (short === '') return '_';
  return DEVICE.test(short) ? `_${short}` : short;
}

/** The name with `suffix` before its extension, cut so that it has at most `bytes` bytes of UTF-8. */
export function shortName(name: string, bytes = NAME_BYTES, suffix = ''): string {
  const extension = extensionOf(name);
  const stem = name.slice(0, name.length - extension.length);
  return `${cut(stem, bytes - Buffer.byteLength(suffix + extension))}${suffix}${extension}`;
}

/** What people take for an extension: `Dr. Anna` has none. */
function extensionOf(name: string): string {
  const extension = posix.extname(name);
  return /^\.[\p{L}\d]{1,10}$/u.test(extension) ? extension : '';
}

/** As many whole characters from the beginning as fit. */
function cut(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  let kept = '';
  let used = 0;
  for (const character of text) {
    used += Buffer.byteLength(character);
    if (used > bytes) break;
    kept += character;
  }
  return kept.trimEnd();
}

/** Hands out names that differ on every file system: even if case, composed letters, and dots and spaces at the end are ignored. */
export class UniqueNames {
  private readonly taken: Set<string>;

  constructor(reserved: Iterable<string> = []) {
    this.taken = new Set([...reserved].map(foldedName));
  }

  /** The name, or with ` (2)`, ` (3)`... before its extension if it is taken; shortened where it would be too long. */
  take(name: string): string {
    for (let n = 1; ; n++) {
      const candidate = shortName(name, NAME_BYTES, n === 1 ? '' : ` (${n})`);
      if (this.claim(candidate)) return candidate;
    }
  }

  /** @returns false if the name is taken. */
  claim(name: string): boolean {
    const key = foldedName(name);
    if (this.taken.has(key)) return false;
    this.taken.add(key);
    return true;
  }
}

/** Equal for names that are one on a file system that ignores case (upper case first, so that ß and ss are one, too). */
export function foldedName(name: string): string {
  return name
    .toUpperCase()
    .toLowerCase()
    .normalize('NFC')
    .replace(/[. ]+$/, '');
}

/** The path of a file in a folder, as bytes only if one of the two is not UTF-8. */
export function childPath(folder: FilePath, name: Buffer): FilePath {
  if (typeof folder === 'string' && isUtf8(name)) return join(folder, name.toString());
  return Buffer.concat([Buffer.from(folder), Buffer.from('/'), name]);
}

/** Where links lead to. @throws the system's error if that is nowhere. */
export async function realPath(path: FilePath): Promise<FilePath> {
  const real = await realpath(path, { encoding: 'buffer' });
  return isUtf8(real) ? real.toString() : real;
}

/** The names of one folder for people to read, no two alike: bytes that are not UTF-8 as `\xE9`. */
export function shownNames(names: readonly Buffer[]): Map<string, Buffer> {
  const shown = new Map<string, Buffer>();
  for (const name of names) if (isUtf8(name)) shown.set(name.toString(), name);
  for (const name of names) {
    if (isUtf8(name)) continue;
    const text = escapedBytes(name);
    let unique = text;
    // A file may really be called so.
    for (let n = 2; shown.has(unique); n++) unique = shortName(text, Infinity, ` (${n})`);
    shown.set(unique, name);
  }
  return shown;
}

function escapedBytes(name: Buffer): string {
  let text = '';
  for (let at = 0; at < name.length;) {
    const length = [1, 2, 3, 4].find(
      (bytes) => at + bytes <= name.length && isUtf8(name.subarray(at, at + bytes)),
    );
    text +=
      length === undefined
        ? `\\x${(name[at] ?? 0).toString(16).toUpperCase().padStart(2, '0')}`
        : name.subarray(at, at + length).toString();
    at += length ?? 1;
  }
  return text;
}
