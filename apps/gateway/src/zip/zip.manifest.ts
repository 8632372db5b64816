/**
 * @module The list of SHA-256 sums inside a ZIP, as `sha256sum -c` reads it. Its lines are made when they are sent, so
 * that a large archive holds no copy of them.
 */
import { crc32 } from 'node:zlib';

export const MANIFEST_NAME = 'SHA256SUMS';

export interface SummedFile {
  /** Safe, so without the line breaks and backslashes that `sha256sum` would have to escape. */
  name: string;
  /** Lower-case hex. */
  sha256: string;
}

export interface ManifestFacts {
  size: number;
  crc32: number;
}

export function manifestFacts(files: readonly SummedFile[]): ManifestFacts {
  let size = 0;
  let crc = 0;
  for (const file of files) {
    const line = lineOf(file);
    size += line.length;
    crc = crc32(line, crc);
  }
  return { size, crc32: crc };
}

/** The bytes from `start` to `end` of the list, both included. */
export function* manifestBytes(
  files: readonly SummedFile[],
  start: number,
  end: number,
): Generator<Uint8Array> {
  let at = 0;
  for (const file of files) {
    if (at > end) return;
    const line = lineOf(file);
    const part = line.subarray(Math.max(start - at, 0), Math.max(end - at + 1, 0));
    if (part.length > 0) yield part;
    at += line.length;
  }
}

/** Two spaces: read as it is, byte for byte. */
function lineOf({ name, sha256 }: SummedFile): Buffer {
  return Buffer.from(`${sha256}  ${name}\n`);
}
