/**
 * @module The picture inside a RAW file that is a TIFF (NEF, ARW, DNG, CR2, PEF, SRW). Its first directory is a thumbnail or the
 * sensor's own values; the camera puts its JPEG beside them, which is what its display shows.
 */
import { rawRefused } from '@visage/contracts/photo.format';
import { isFrame, jpegSegments } from './jpeg.segments.js';
import { tiffDirectories, type TiffDirectory } from './tiff.directory.js';

/** Thumbnails of cameras have up to 640 pixels; what is larger is a picture to look at. */
export const THUMBNAIL_SIDE = 640;

/** Tags of TIFF 6.0, TIFF/EP (ISO 12234-2) and DNG 1.7. */
const TAG = {
  subfile: 254,
  compression: 259,
  photometric: 262,
  make: 271,
  stripOffsets: 273,
  orientation: 274,
  stripBytes: 279,
  jpegOffset: 513,
  jpegBytes: 514,
  dngVersion: 50706,
};
/** Values of a sensor, behind its colour filter or already apart: no picture, even where they are packed as a JPEG is. */
const SENSOR = new Set([32803, 34892]);
const JPEG = new Set([6, 7]);

/** Camera makers, by the beginning of their name, and how they call their TIFFs. */
const MAKERS: readonly (readonly [RegExp, string])[] = [
  [/^nikon/i, 'Nikon (.NEF)'],
  [/^sony/i, 'Sony (.ARW)'],
  [/^canon/i, 'Canon (.CR2)'],
  [/^(pentax|ricoh|asahi)/i, 'Pentax (.PEF)'],
  [/^samsung/i, 'Samsung (.SRW)'],
  [/^olympus/i, 'Olympus (.ORF)'],
  [/^hasselblad/i, 'Hasselblad (.3FR)'],
  [/^leica/i, 'Leica (.RWL)'],
];

/**
 * A JPEG whose EXIF holds the orientation of the RAW file; null when the file is no RAW file.
 * @throws PhotoError `unsupported-format` when it holds no picture larger than a thumbnail.
 */
export function rawPicture(bytes: Uint8Array): Uint8Array | null {
  const directories = tiffDirectories(bytes);
  const [first] = directories;
  if (!first || !isRaw(bytes, first, directories)) return null;
  const [largest] = directories
    .flatMap((directory) => picturesOf(bytes, directory))
    .sort((a, b) => b.width * b.height - a.width * a.height);
  if (!largest || Math.max(largest.width, largest.height) <= THUMBNAIL_SIDE)
    throw rawRefused(makerOf(first), 'a picture inside');
  return withOrientation(largest.jpeg, first.number(TAG.orientation) ?? 1);
}

/** A camera's file whose first directory is said to be a smaller version, or one with a sensor's values. */
function isRaw(bytes: Uint8Array, first: TiffDirectory, directories: readonly TiffDirectory[]): boolean {
  const reduced = ((first.number(TAG.subfile) ?? 0) & 1) === 1;
  return (
    first.number(TAG.dngVersion) !== undefined ||
    (bytes[8] === 0x43 && bytes[9] === 0x52) || // CR2 says so
    (reduced && first.text(TAG.make) !== '') ||
    directories.some((directory) => SENSOR.has(directory.number(TAG.photometric) ?? 0))
  );
}

function makerOf(first: TiffDirectory): string | undefined {
  const make = first.text(TAG.make);
  if (first.number(TAG.dngVersion) !== undefined) return make === '' ? 'Adobe (.DNG)' : `${make} (.DNG)`;
  return MAKERS.find(([pattern]) => pattern.test(make))?.[1] ?? (make === '' ? undefined : make);
}

interface JpegInside {
  jpeg: Uint8Array;
  width: number;
  height: number;
}

/** As an old-style JPEG with its own pair of tags, or as the one strip of a compressed picture. */
function picturesOf(bytes: Uint8Array, directory: TiffDirectory): JpegInside[] {
  if (SENSOR.has(directory.number(TAG.photometric) ?? 0)) return [];
  const places = [[directory.number(TAG.jpegOffset), directory.number(TAG.jpegBytes)]];
  const strips = directory.numbers(TAG.stripOffsets);
  if (JPEG.has(directory.number(TAG.compression) ?? 0) && strips.length === 1)
    places.push([strips[0], directory.number(TAG.stripBytes)]);
  return places.flatMap(([start, length]) => {
    if (start === undefined || length === undefined || start + length > bytes.length) return [];
    return jpegOf(bytes.subarray(start, start + length)) ?? [];
  });
}

/** Null for the lossless JPEG in which sensors' values are packed: only SOF0 to SOF2 are pictures. */
function jpegOf(jpeg: Uint8Array): JpegInside | null {
  for (const segment of jpegSegments(jpeg)) {
    if (!isFrame(segment)) continue;
    const [, high = 0, low = 0, wide = 0, narrow = 0] = segment.data;
    const size = { width: wide * 256 + narrow, height: high * 256 + low };
    return segment.marker <= 0xc2 ? { jpeg, ...size } : null;
  }
  return null;
}

const APP1 = 0xe1;
const EXIF = [0x45, 0x78, 0x69, 0x66, 0, 0];

/** An EXIF block of one tag in the place of the JPEG's own. */
function withOrientation(jpeg: Uint8Array, orientation: number): Uint8Array {
  const tag = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation & 0xff, 0, 0];
  const block = [...EXIF, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, ...tag, 0, 0, 0, 0];
  const kept: Uint8Array[] = [];
  let from = 2;
  for (const { marker, start, end, data } of jpegSegments(jpeg)) {
    if (marker !== APP1 || !EXIF.every((value, i) => data[i] === value)) continue;
    kept.push(jpeg.subarray(from, start));
    from = end;
  }
  const head = [0xff, 0xd8, 0xff, APP1, 0, block.length + 2, ...block];
  return Buffer.concat([Uint8Array.from(head), ...kept, jpeg.subarray(from)]);
}
