/** @module Media types of originals: from the format that was detected, never from what an uploader claims. */

const mediaTypes = new Map([
  ['jpeg', 'image/jpeg'],
  ['png', 'image/png'],
  ['webp', 'image/webp'],
  ['avif', 'image/avif'],
  ['heic', 'image/heic'],
  ['tiff', 'image/tiff'],
  ['gif', 'image/gif'],
]);

/** Anything unknown, an HTML page or an SVG among it, is plain bytes: no browser runs them. */
export function mediaTypeOf(format: string | null): string {
  return mediaTypes.get(format ?? '') ?? 'application/octet-stream';
}
