/** @module Which files of a folder are photos. Picked files are all sent: the server says why one is refused. */
import type { FileToSend } from './uploader.js';

const PHOTO_EXTENSIONS = new Set([
  'jpg',
  'jpeg',
  'jpe',
  'png',
  'webp',
  'avif',
  'heic',
  'heif',
  'hif',
  'tif',
  'tiff',
  'gif',
  'jxl',
  // of cameras; those that cannot be shown are refused by their names
  ...['dng', 'nef', 'arw', 'cr2', 'pef', 'srw', 'orf', 'cr3', 'rw2', 'raf'],
]);

export function isPhotoName(name: string): boolean {
  // `._IMG_1.jpg` and the like are metadata of a file system, not photos.
  if (name.startsWith('.')) return false;
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
  return extension !== undefined && PHOTO_EXTENSIONS.has(extension);
}

export interface FolderFiles {
  readonly photos: FileToSend[];
  /** Number of files left out. */
  readonly skipped: number;
}

export function photosOfFolder(files: readonly FileToSend[]): FolderFiles {
  const photos = files.filter(({ file }) => isPhotoName(file.name));
  return { photos, skipped: files.length - photos.length };
}
