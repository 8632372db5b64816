/** @module What is recorded about an original while its bytes stream by. */

import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Enough for every image format's header and for EXIF, which fits into one JPEG segment of 64 KiB. */
export const ORIGINAL_HEAD_BYTES = 64 * 1024;

export interface OriginalSums {
  /** Lower-case hex. */
  sha256: string;
  /** Lower-case hex, as Google Drive states it. */
  md5: string;
  /** Unsigned. */
  crc32: number;
  bytes: number;
  /** The first 64 KiB, or all of a smaller file. */
  head: Uint8Array;
}

export class OriginalDigest {
  private readonly sha256 = createHash('sha256');
  private readonly md5 = createHash('md5');
  private readonly start: Uint8Array[] = [];
  private crc = 0;
  private count = 0;

  /** Bytes seen so far. */
  get bytes(): number {
    return this.count;
  }

  update(part: Uint8Array): void {
    if (this.count < ORIGINAL_HEAD_BYTES)
      this.start.push(Uint8Array.from(part.subarray(0, ORIGINAL_HEAD_BYTES - this.count)));
    this.count += part.length;
    this.sha256.update(part);
    this.md5.update(part);
    this.crc = crc32(part, this.crc);
  }

  /** The first 64 KiB of what was seen. */
  get head(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.start));
  }

  /** Call once, when all chunks have been seen. */
  sums(): OriginalSums {
    return {
      sha256: this.sha256.digest('hex'),
      md5: this.md5.digest('hex'),
      crc32: this.crc,
      bytes: this.count,
      head: this.head,
    };
  }
}
