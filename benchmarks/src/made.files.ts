/** @module Files of one size, no two alike, made as they are sent; nothing of them lies on the disk. */
import { createHash, randomBytes } from 'node:crypto';

export interface MadeFile {
  name: string;
  size: number;
  sha256: string;
  bytes(from: number): Buffer[];
}

/** Incompressible like photos; they differ in their first bytes, which is enough for every hash to differ. */
export function makeFiles(count: number, size: number): MadeFile[] {
  const rest = randomBytes(size - 8);
  return Array.from({ length: count }, (_, index) => {
    const head = Buffer.alloc(8);
    head.writeBigUInt64BE(BigInt(index + 1));
    return {
      name: `DSC_${String(index).padStart(5, '0')}.jpg`,
      size,
      sha256: createHash('sha256').update(head).update(rest).digest('hex'),
      bytes: (from) => (from < 8 ? [head.subarray(from), rest] : [rest.subarray(from - 8)]),
    };
  });
}
