/**
 * @module How an original leaves where its location is hidden, as a few bytes beside the photo: the sums of that file, and what is
 * written over the original to make it.
 */

/** Bytes to be written over those of a file. */
export interface BytePatch {
  start: number;
  bytes: Uint8Array;
}

/** A file of the same length that does not tell where it was taken. */
export interface OriginalBlanks {
  /** In the order of the file, without overlaps; none where the original tells no place. */
  patches: BytePatch[];
  /** Of the whole file, lower-case hex. */
  sha256: string;
  md5: string;
  /** Unsigned. */
  crc32: number;
}

const SHA256_BYTES = 32;
const MD5_BYTES = 16;
const SUMS_BYTES = SHA256_BYTES + MD5_BYTES + 4;
/** Of as many different bytes, or of one as often: PackBits (TIFF 6.0, section 9), as most patches are zeros or spaces. */
const LONGEST_RUN = 128;

export function packBlanks({ patches, sha256, md5, crc32 }: OriginalBlanks): Uint8Array<ArrayBuffer> {
  const bytes = [...bytesOf(sha256), ...bytesOf(md5), ...numberBytes(crc32)];
  for (const { start, bytes: patch } of patches) {
    bytes.push(...numberBytes(start), ...numberBytes(patch.length));
    for (const run of runsOf(patch)) bytes.push(...run);
  }
  return Uint8Array.from(bytes);
}

/** @throws RangeError for bytes that `packBlanks` has not made. */
export function unpackBlanks(packed: Uint8Array): OriginalBlanks {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const patches: BytePatch[] = [];
  let at = SUMS_BYTES;
  while (at < packed.length) {
    const start = view.getUint32(at);
    const bytes = new Uint8Array(view.getUint32(at + 4));
    at += 8;
    for (let filled = 0; filled < bytes.length;) {
      const head = view.getUint8(at);
      const isRepeated = head > LONGEST_RUN;
      const length = isRepeated ? 2 * LONGEST_RUN + 1 - head : head + 1;
      if (isRepeated) bytes.fill(view.getUint8(at + 1), filled, filled + length);
      else bytes.set(packed.subarray(at + 1, at + 1 + length), filled);
      at += isRepeated ? 2 : 1 + length;
      filled += length;
    }
    patches.push({ start, bytes });
  }
  return {
    patches,
    sha256: hexOf(packed.subarray(0, SHA256_BYTES)),
    md5: hexOf(packed.subarray(SHA256_BYTES, SHA256_BYTES + MD5_BYTES)),
    crc32: view.getUint32(SUMS_BYTES - 4),
  };
}

function* runsOf(bytes: Uint8Array): Generator<number[]> {
  for (let at = 0; at < bytes.length;) {
    let same = 1;
    while (same < LONGEST_RUN && bytes[at + same] === bytes[at]) same += 1;
    if (same > 2) {
      yield [2 * LONGEST_RUN + 1 - same, bytes[at] ?? 0];
      at += same;
      continue;
    }
    let end = at;
    while (end < bytes.length && end - at < LONGEST_RUN && !isRepeated(bytes, end)) end += 1;
    yield [end - at - 1, ...bytes.subarray(at, end)];
    at = end;
  }
}

function isRepeated(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === bytes[at + 1] && bytes[at] === bytes[at + 2];
}

function numberBytes(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

function bytesOf(hex: string): number[] {
  return (hex.match(/../g) ?? []).map((digits) => Number.parseInt(digits, 16));
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
