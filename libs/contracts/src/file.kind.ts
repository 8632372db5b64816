/**
 * @module What a file is, judged by its first bytes and never by its name: one of the formats that photos have, or something
 * that never becomes a photo. Every door asks this, browsers before they send; no schema, so that the guest page stays light.
 */

/** `raw` is what a camera's sensor saw, in a TIFF; it begins as any TIFF, and whoever reads all of it tells them apart. */
export type PhotoFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif' | 'heic' | 'raw';

export type NoPhotoKind =
  | 'empty'
  | 'video'
  | 'audio'
  | 'archive'
  | 'pdf'
  | 'text'
  | 'svg'
  | 'bmp'
  | 'jpeg-xl'
  | 'jpeg-2000'
  | 'photoshop'
  | 'raw'
  | 'unknown';

export type FileKind =
  | { readonly photo: PhotoFormat }
  /** @property maker of a RAW file's camera, and what its files are called: `Olympus (.ORF)`. */
  | { readonly photo: null; readonly kind: NoPhotoKind; readonly maker?: string };

/** So many first bytes are enough to tell. */
export const KIND_BYTES = 4096;

const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs']);
const AVIF_BRANDS = new Set(['avif', 'avis']);
const AUDIO_BRANDS = new Set(['M4A ', 'M4B ', 'M4P ']);

/** RAW files that are no TIFF, or keep their picture where only their maker's programs find it. */
const RAW_FILES: readonly { maker: string; matches: (bytes: Uint8Array) => boolean }[] = [
  { maker: 'Olympus (.ORF)', matches: (b) => ['IIRO', 'IIRS', 'MMOR'].includes(ascii(b, 0, 4)) },
  { maker: 'Panasonic (.RW2)', matches: (b) => starts(b, [0x49, 0x49, 0x55, 0]) },
  { maker: 'Fujifilm (.RAF)', matches: (b) => ascii(b, 0, 8) === 'FUJIFILM' },
  { maker: 'Canon (.CR3)', matches: (b) => ascii(b, 4, 8) === 'ftyp' && ascii(b, 8, 11) === 'crx' },
  { maker: 'Canon (.CRW)', matches: (b) => ascii(b, 6, 14) === 'HEAPCCDR' },
  { maker: 'Sigma (.X3F)', matches: (b) => ascii(b, 0, 4) === 'FOVb' },
  { maker: 'Minolta (.MRW)', matches: (b) => ascii(b, 0, 4) === '\0MRM' },
];

const OTHERS: readonly { kind: NoPhotoKind; matches: (bytes: Uint8Array) => boolean }[] = [
  { kind: 'empty', matches: (b) => b.length === 0 },
  {
    kind: 'jpeg-xl',
    matches: (b) => starts(b, [0xff, 0x0a]) || starts(b, [0, 0, 0, 12, 0x4a, 0x58, 0x4c, 0x20]),
  },
  {
    kind: 'jpeg-2000',
    matches: (b) => starts(b, [0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20]) || starts(b, [0xff, 0x4f, 0xff, 0x51]),
  },
  { kind: 'pdf', matches: (b) => ascii(b, 0, 5) === '%PDF-' },
  { kind: 'svg', matches: isSvg },
  { kind: 'bmp', matches: (b) => ascii(b, 0, 2) === 'BM' && b.length > 26 && zeros(b, 6, 10) },
  { kind: 'photoshop', matches: (b) => ascii(b, 0, 4) === '8BPS' },
  { kind: 'video', matches: isVideo },
  { kind: 'audio', matches: isAudio },
  {
    kind: 'archive',
    matches: (b) =>
      ['PK\x03\x04', 'PK\x05\x06', 'Rar!', '7z\xbc\xaf'].includes(ascii(b, 0, 4)) || starts(b, [0x1f, 0x8b]),
  },
  { kind: 'text', matches: isText },
];

/** @param head the first `KIND_BYTES` of the file, or all of a smaller one; more does no harm. */
export function fileKindOf(head: Uint8Array): FileKind {
  const raw = RAW_FILES.find((format) => format.matches(head));
  if (raw !== undefined) return { photo: null, kind: 'raw', maker: raw.maker };
  const photo = photoFormatOf(head);
  if (photo !== undefined) return { photo };
  return { photo: null, kind: OTHERS.find((other) => other.matches(head))?.kind ?? 'unknown' };
}

function photoFormatOf(bytes: Uint8Array): PhotoFormat | undefined {
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

/** What phones, cameras and browsers record: ISO media, QuickTime without a brand, Matroska, AVI, MPEG, Flash, Windows Media. */
function isVideo(bytes: Uint8Array): boolean {
  const [major] = isoBrands(bytes);
  if (major !== undefined)
    return !AUDIO_BRANDS.has(major) && !isoBrands(bytes).some((brand) => brand === 'mif1');
  return (
    ['moov', 'mdat', 'wide', 'pnot'].includes(ascii(bytes, 4, 8)) ||
    starts(bytes, [0x1a, 0x45, 0xdf, 0xa3]) ||
    (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'AVI ') ||
    starts(bytes, [0, 0, 1, 0xba]) ||
    starts(bytes, [0, 0, 1, 0xb3]) ||
    (bytes[0] === 0x47 && bytes[188] === 0x47) ||
    ascii(bytes, 0, 3) === 'FLV' ||
    starts(bytes, [0x30, 0x26, 0xb2, 0x75])
  );
}

function isAudio(bytes: Uint8Array): boolean {
  return (
    AUDIO_BRANDS.has(isoBrands(bytes)[0] ?? '') ||
    (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WAVE') ||
    ascii(bytes, 0, 3) === 'ID3' ||
    ['OggS', 'fLaC'].includes(ascii(bytes, 0, 4))
  );
}

function isSvg(bytes: Uint8Array): boolean {
  const head = ascii(bytes, 0, 1024)
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();
  return head.startsWith('<') && /<svg[\s>]/i.test(head);
}

/** UTF-8 without control characters but those of lines, or anything that begins with the mark of UTF-16. */
function isText(bytes: Uint8Array): boolean {
  if (starts(bytes, [0xff, 0xfe]) || starts(bytes, [0xfe, 0xff])) return true;
  try {
    // a letter may be cut off by the end of the head
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, KIND_BYTES), {
      stream: true,
    });
    return !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text);
  } catch {
    return false;
  }
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
