/**
 * @module Which files of a Drive may be photos: by the type that Drive states, and by name where it states none. What they are
 * is seen in their first bytes.
 */
import { DriveFileError } from '@visage/drive/drive.fault';

/** Types that programs give to files they do not know. */
const UNKNOWN = new Set(['application/octet-stream', 'binary/octet-stream', '']);
const PHOTO_NAME = /\.(jpe?g|png|webp|avif|hei[cf]|tiff?|gif|dng|nef|arw|cr2|pef|srw)$/i;

export function isPhotoFile(mimeType: string, name: string): boolean {
  return mimeType.startsWith('image/') || (UNKNOWN.has(mimeType) && PHOTO_NAME.test(name));
}

/** A file that was fetched, and is no photo by its first bytes; its message says what it is. */
export class NoPhotoError extends DriveFileError {}

export function notAPhoto(mimeType: string): string {
  return `Not an image (${mimeType}).`;
}
