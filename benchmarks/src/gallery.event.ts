/** @module An event of thousands of photos, straight into database and storage: rows that are ready, and a small picture each. */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { diskPathOf } from '@visage/storage/disk.path';
import { previewKey } from '@visage/storage/object.key';
import sharp from 'sharp';
import type { GatewayProcess } from './gateway.process.js';

/** As cameras and phones take them: mostly landscapes, some portraits and squares, a panorama. */
const SIZES = [
  [6000, 4000],
  [6000, 4000],
  [4000, 6000],
  [4032, 3024],
  [3024, 4032],
  [6000, 4000],
  [3000, 3000],
  [9000, 3000],
] as const;
/** As the detector draws them. */
const THUMBNAIL_SIZE = 512;
const PICTURES = 64;
const INGEST_VERSION = 1;

export async function addGalleryPhotos(
  { database, storageDir }: GatewayProcess,
  eventId: string,
  count: number,
): Promise<void> {
  const pictures = await Promise.all(Array.from({ length: PICTURES }, (_, index) => picture(index)));
  const done = new Date();
  const rows = Array.from({ length: count }, (_, index) => {
    const [width, height] = sizeOf(index);
    return {
      ...{ id: randomUUID(), eventId, fileName: `DSC_${String(index).padStart(5, '0')}.jpg`, width, height },
      ...{ sha256: randomBytes(32).toString('hex'), md5: randomBytes(16).toString('hex'), bytes: 6_000_000n },
      ...{
        format: 'jpeg',
        ingestVersion: INGEST_VERSION,
        ingestedAt: done,
        detectedAt: done,
        detectVersion: '1',
        embeddedAt: done,
        embedVersion: '1',
      },
      createdAt: new Date(done.getTime() - (count - index) * 1000),
    };
  });
  await database.prisma.photo.createMany({ data: rows });
  for (const [index, { id }] of rows.entries()) {
    const bytes = pictures[index % PICTURES] ?? Buffer.alloc(0);
    const path = diskPathOf(storageDir, previewKey(eventId, id, 'thumbnail', INGEST_VERSION));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  }
}

function sizeOf(index: number): readonly [number, number] {
  return SIZES[index % SIZES.length] ?? SIZES[0];
}

/** Blurred noise: about as many bytes as a photo of this size has. */
async function picture(index: number): Promise<Buffer> {
  const [width, height] = sizeOf(index);
  const scale = THUMBNAIL_SIZE / Math.max(width, height);
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
  const coarse = { width: 24, height: 24, channels: 3 } as const;
  return sharp(randomBytes(24 * 24 * 3), { raw: coarse })
    .resize({ ...size, fit: 'fill', kernel: 'cubic' })
    .webp({ quality: 80 })
    .toBuffer();
}
