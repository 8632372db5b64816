/** @module `Content-Disposition` for any file name (RFC 6266, RFC 8187). */

/** Header injection, folders and look-alike directions have no place in a file name. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}/\\]/gu;
const ATTR_CHAR_EXCEPTIONS = /['()*]/g;

/** @returns `attachment` with the name in ASCII for old programs and in UTF-8 for the others. */
export function attachmentHeader(fileName: string): string {
  const safe = fileName.replace(UNSAFE, '_').trim() || 'photo';
  const ascii = safe
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/g, '_')
    .replace(/["%;]/g, '_');
  const encoded = encodeURIComponent(safe).replace(
    ATTR_CHAR_EXCEPTIONS,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
