/** @module The format of a file, judged by its first bytes and never by its name. */
import { PhotoError } from '@visage/contracts/photo-error.contract';

export type PhotoFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif' | 'heic';

const SUPPORTED = 'JPEG, PNG, WebP, HEIC, AVIF, TIFF or GIF';
const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs']);
const AVIF_BRANDS = new Set(['avif', 'avis']);

/** Formats recognised only to say clearly that they are refused. */
const REFUSED: readonly { name: string; matches: (bytes: Uint8Array) => boolean }[] = [
  {
    name: 'JPEG XL',
    matches: (b) => starts(b, [0xff, 0x0a]) || starts(b, [0, 0, 0, 12, 0x4a, 0x58, 0x4c, 0x20]),
  },
  {
    name: 'JPEG 2000',
    matches: (b) => starts(b, [0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20]) || starts(b, [0xff, 0x4f, 0xff, 0x51]),
  },
  { name: 'PDF', matches: (b) => ascii(b, 0, 5) === '%PDF-' },
  { name: 'SVG', matches: isSvg },
  { name: 'BMP', matches: (b) => ascii(b, 0, 2) === 'BM' && b.length > 26 && zeros(b, 6, 10) },
  { name: 'Photoshop', matches: (b) => ascii(b, 0, 4) === '8BPS' },
  { name: 'camera raw', matches: (b) => isTiff(b) && ascii(b, 8, 10) === 'CR' },
  {
    name: 'camera raw',
    matches: (b) => ascii(b, 0, 8) === 'FUJIFILM' || (ascii(b, 4, 8) === 'ftyp' && ascii(b, 8, 11) === 'crx'),
  },
  { name: 'video', matches: isVideo },
];

/**
 * @throws PhotoError `empty-file`, `unsupported-format` for a known format that is refused, `not-an-image` for
 * anything else.
 */
export function sniffFormat(bytes: Uint8Array): PhotoFormat {
  if (bytes.length === 0)
    throw new PhotoError('empty-file', 'The file is empty (0 bytes). Upload the photo again.');
  const refused = REFUSED.find((format) => format.matches(bytes));
  if (refused !== undefined) {
    throw new PhotoError(
      'unsupported-format',
      `${refused.name} files are not supported. Save the photo as ${SUPPORTED}.`,
    );
  }
  const format = known(bytes);
  if (format === undefined) {
    throw new PhotoError('not-an-image', `The file is not an image. Upload a ${SUPPORTED} file.`);
  }
  return format;
}

function known(bytes: Uint8Array): PhotoFormat | undefined {
  if (starts(bytes, [0xff, 0xd8, 0xff])) return 'jpeg';
  if (starts(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png';
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'webp';
  if (ascii(bytes, 0, 6) === 'GIF87a' || ascii(bytes, 0, 6) === 'GIF89a') return 'gif';
  if (isTiff(bytes)) return 'tiff';
  const brands = isoBrands(bytes);
  if (brands.some((brand) => AVIF_BRANDS.has(brand))) return 'avif';
  if (brands.some((brand) => HEIC_BRANDS.has(brand)) || brands[0] === 'mif1') return 'heic';
  return undefined;
}

/** The major brand, then the compatible ones, of an ISO base media file (ISO/IEC 14496-12, `ftyp`). */
function isoBrands(bytes: Uint8Array): string[] {
  if (ascii(bytes, 4, 8) !== 'ftyp') return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = Math.min(bytes.length, view.getUint32(0), 256);
  const brands = [ascii(bytes, 8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(ascii(bytes, at, at + 4));
  return brands;
}

function isVideo(bytes: Uint8Array): boolean {
  if (starts(bytes, [0x1a, 0x45, 0xdf, 0xa3])) return true;
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'AVI ') return true;
  const brands = isoBrands(bytes);
  return (
    brands.length > 0 &&
    !brands.some((brand) => AVIF_BRANDS.has(brand) || HEIC_BRANDS.has(brand) || brand === 'mif1')
  );
}

function isSvg(bytes: Uint8Array): boolean {
  const head = ascii(bytes, 0, 1024)
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();
  return head.startsWith('<') && /<svg[\s>]/i.test(head);
}

function isTiff(bytes: Uint8Array): boolean {
  return (
    starts(bytes, [0x49, 0x49, 0x2a, 0]) ||
    starts(bytes, [0x4d, 0x4d, 0, 0x2a]) ||
    starts(bytes, [0x49, 0x49, 0x2b, 0])
  );
}

function starts(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((value, i) => bytes[i] === value);
}

function zeros(bytes: Uint8Array, from: number, to: number): boolean {
  return bytes.subarray(from, to).every((value) => value === 0);
}

function ascii(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
