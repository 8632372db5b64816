/** @module Which files of a Drive are photos: by the type that Drive states, and by name where it states none. */

/** Types that programs give to files they do not know. */
const UNKNOWN = new Set(['application/octet-stream', 'binary/octet-stream', '']);
const PHOTO_NAME = /\.(jpe?g|png|webp|avif|hei[cf]|tiff?|gif)$/i;

export function isPhotoFile(mimeType: string, name: string): boolean {
  return mimeType.startsWith('image/') || (UNKNOWN.has(mimeType) && PHOTO_NAME.test(name));
}

export function notAPhoto(mimeType: string): string {
  return `Not an image (${mimeType}).`;
}
