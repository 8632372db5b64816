/** @module The first bytes of a file, which say what it is, and whether its name promises a photo. */
import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { KIND_BYTES } from '@visage/contracts/file.kind';
import type { FilePath } from './file.name.js';

/** Extensions people know as pictures, readable or not: what bears one and is no photo is reported, never passed over. */
const IMAGE_EXTENSIONS = new Set(
  (
    'jpg jpeg jpe jfif png apng webp gif tif tiff heic heif hif avif jxl svg bmp jp2 j2k psd ' +
    'dng cr2 cr3 nef arw orf rw2 raf pef srw'
  ).split(' '),
);

export function hasImageExtension(name: string): boolean {
  return IMAGE_EXTENSIONS.has(extname(name).slice(1).toLowerCase());
}

/** Null when the file cannot be opened or read. */
export async function headOf(path: FilePath): Promise<Uint8Array | null> {
  const file = await open(path, 'r').catch(() => null);
  if (!file) return null;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(KIND_BYTES), 0, KIND_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } catch {
    return null;
  } finally {
    await file.close();
  }
}
