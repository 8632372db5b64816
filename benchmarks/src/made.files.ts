/** @module Files of one size, no two alike, made as they are sent; nothing of them lies on the disk. */
import { createHash, randomBytes } from 'node:crypto';

export interface MadeFile {
  name: string;
  size: number;
  sha256: string;
  bytes(from: number): Buffer[];
}

/** How a JPEG begins: the gateway looks no further. */
const JPEG = [0xff, 0xd8, 0xff, 0xe0];

/** Incompressible like photos; they differ in their first bytes, which is enough for every hash to differ. */
export function makeFiles(count: number, size: number, first = 0): MadeFile[] {
  const rest = randomBytes(size - 8);
  return Array.from({ length: count }, (_, index) => {
    const head = Buffer.from([...JPEG, 0, 0, 0, 0]);
    head.writeUInt32BE(first + index + 1, JPEG.length);
    return {
      name: `DSC_${String(first + index).padStart(5, '0')}.jpg`,
      size,
      sha256: createHash('sha256').update(head).update(rest).digest('hex'),
      bytes: (from) => (from < 8 ? [head.subarray(from), rest] : [rest.subarray(from - 8)]),
    };
  });
}
