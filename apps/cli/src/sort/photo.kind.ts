/** @module Whether a file is a photo: by its extension, else by its first bytes. */
import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import type { FilePath } from './file.name.js';

/** Extensions people know as pictures, readable or not: unreadable ones are reported, never skipped. */
const IMAGE_EXTENSIONS = new Set(
  (
    'jpg jpeg jpe jfif png apng webp gif tif tiff heic heif hif avif jxl svg bmp jp2 j2k psd ' +
    'dng cr2 cr3 nef arw orf rw2 raf pef srw'
  ).split(' '),
);

export function hasImageExtension(name: string): boolean {
  return IMAGE_EXTENSIONS.has(extname(name).slice(1).toLowerCase());
}

const HEIF_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1', 'avif', 'avis']);

/** Whether the first bytes (16 are enough) are those of an image format. */
export function looksLikeImage(head: Uint8Array): boolean {
  const text = Buffer.from(head).toString('latin1');
  return (
    text.startsWith('\xff\xd8\xff') ||
    text.startsWith('\x89PNG\r\n\x1a\n') ||
    /^GIF8[79]a/.test(text) ||
    (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') ||
    text.startsWith('II*\0') ||
    text.startsWith('MM\0*') ||
    (text.slice(4, 8) === 'ftyp' && HEIF_BRANDS.has(text.slice(8, 12))) ||
    text.startsWith('\xff\x0a') ||
    text.slice(4, 12) === 'JXL \r\n\x87\n'
  );
}

/** Reads the first bytes; a file that cannot be opened does not count as an image. */
export async function sniffImage(path: FilePath): Promise<boolean> {
  const file = await open(path, 'r').catch(() => null);
  if (!file) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
    return looksLikeImage(buffer.subarray(0, bytesRead));
  } catch {
    return false;
  } finally {
    await file.close();
  }
}
