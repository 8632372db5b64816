/** @module Photos that take no room: a mark at the beginning, then a hole; hashed as what they read as. */
import { createHash } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { PhotoRepository } from '@visage/database/photo/photo.repository';
import { diskPathOf } from '@visage/storage/disk.path';
import { originalKey } from '@visage/storage/object.key';
import type { GatewayProcess } from './gateway.process.js';

const BLOCK = Buffer.alloc(1024 * 1024);
const MARK_BYTES = 16;

/** @param bytes of all of them together, about. */
export async function addSparsePhotos(
  { database, storageDir }: GatewayProcess,
  eventId: string,
  { bytes, count }: { bytes: number; count: number },
): Promise<void> {
  const photos = new PhotoRepository(database);
  for (let i = 0; i < count; i += 1) {
    // no two are of one size, so that a byte in the wrong place shows
    const size = Math.floor(bytes / count) + i * 7;
    const mark = Buffer.from(`photo ${i}`.padEnd(MARK_BYTES));
    const { sha256, crc } = sumsOf(mark, size);
    const path = diskPathOf(storageDir, originalKey(eventId, sha256));
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, 'w');
    await file.write(mark);
    await file.truncate(size);
    await file.close();
    const fileName = `IMG_${i % 100}.jpg`;
    await photos.create({ eventId, fileName, sha256, md5: sha256.slice(0, 32), crc32: crc, bytes: size });
  }
}

function sumsOf(mark: Buffer, size: number): { sha256: string; crc: number } {
  const hash = createHash('sha256').update(mark);
  let crc = crc32(mark);
  for (let left = size - mark.length; left > 0; left -= BLOCK.length) {
    const part = BLOCK.subarray(0, Math.min(left, BLOCK.length));
    hash.update(part);
    crc = crc32(part, crc);
  }
  return { sha256: hash.digest('hex'), crc };
}
