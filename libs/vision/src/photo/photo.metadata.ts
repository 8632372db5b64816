/** @module When, where and with what a photo was taken, from its EXIF block, its XMP packet and its name. */
import ExifReader, { type ExpandedTags } from 'exifreader';
import type { PhotoDevice, PhotoMetadata, PhotoOrigin } from '@visage/contracts/photo-analysis.contract';
import { cameraName } from '@visage/contracts/camera.name';
import type { DecodedPhoto } from './photo.decode.js';
import { takenOf, type ExifTimes, type XmpTimes } from './photo.taken.js';

/** Nothing else is read: not the camera maker's own notes, no preview, and no text of other formats. */
const READ = {
  exif: [
    ...['Orientation', 'Make', 'Model', 'BodySerialNumber', 'LensModel'],
    ...['DateTimeOriginal', 'OffsetTimeOriginal', 'SubSecTimeOriginal'],
    ...['DateTimeDigitized', 'OffsetTimeDigitized', 'SubSecTimeDigitized'],
    ...['DateTime', 'OffsetTime', 'SubSecTime', 'GPSDateStamp', 'GPSTimeStamp'],
  ],
  gps: ['Latitude', 'Longitude'],
};

/** exif:DateTimeOriginal, photoshop:DateCreated and xmp:CreateDate: the reader drops the prefixes. */
const READ_XMP = { xmp: ['DateTimeOriginal', 'DateCreated', 'CreateDate'] };
/** How a packet begins that the reader takes for one. */
const PACKET = '<?xpacket begin';

/** In bytes. A JPEG has room for 64 KiB; other formats have no bound, and reading costs time and memory in proportion. */
const MOST_READ = 256 * 1024;

/** What the reader says of a value that lies outside the block. */
const FAULTY = '<faulty value>';

/** What a damaged or absent block does not say is left out; it never fails a photo. */
export function readMetadata(
  photo: Pick<DecodedPhoto, 'format' | 'exif' | 'xmp'>,
  { fileName, arrivedAt }: PhotoOrigin = {},
): PhotoMetadata {
  const { exif, gps } = photo.exif === undefined ? {} : readTags(photo.exif);
  const metadata: PhotoMetadata = { format: photo.format, orientation: orientationOf(exif?.Orientation) };
  const xmp = photo.xmp === undefined ? [] : readXmp(photo.xmp);
  const taken = takenOf({ exif: timesOf(exif), xmp, fileName, arrivedAt });
  if (taken !== null) {
    metadata.takenAt = taken.at;
    metadata.takenFrom = taken.from;
  }
  const [make, model] = [text(exif?.Make), text(exif?.Model)];
  const camera = cameraName(make, model);
  if (camera !== undefined) {
    metadata.camera = camera;
    metadata.device = deviceOf(make, model, text(serialTag(exif)));
  }
  const lens = text(exif?.LensModel);
  if (lens !== undefined) metadata.lens = lens;
  const location = locationOf(gps?.Latitude, gps?.Longitude);
  if (location !== undefined) metadata.location = location;
  return metadata;
}

/** The reader reads the tag, and its types do not know it. */
function serialTag(exif: object | undefined): Tag {
  const tag: unknown = exif && 'BodySerialNumber' in exif ? exif.BodySerialNumber : undefined;
  return typeof tag === 'object' && tag !== null && 'value' in tag ? tag : undefined;
}

function timesOf(exif: ExpandedTags['exif']): ExifTimes {
  return {
    original: text(exif?.DateTimeOriginal),
    digitized: text(exif?.DateTimeDigitized),
    modified: text(exif?.DateTime),
    offsetOriginal: text(exif?.OffsetTimeOriginal),
    offsetDigitized: text(exif?.OffsetTimeDigitized),
    offset: text(exif?.OffsetTime),
    subSecOriginal: text(exif?.SubSecTimeOriginal),
    subSecDigitized: text(exif?.SubSecTimeDigitized),
    subSec: text(exif?.SubSecTime),
    gpsDay: text(exif?.GPSDateStamp),
    gpsTime: rationals(exif?.GPSTimeStamp),
  };
}

/** In the order in which they are believed. */
function readXmp(packet: Uint8Array): XmpTimes {
  try {
    const bytes = Buffer.from(packet.buffer, packet.byteOffset, Math.min(packet.byteLength, MOST_READ));
    const begun = bytes.toString('latin1', 0, PACKET.length) === PACKET;
    const whole = begun ? bytes : Buffer.concat([Buffer.from(`${PACKET}=""?>`), bytes]);
    const { xmp } = ExifReader.load(whole, { expanded: true, includeTags: READ_XMP });
    return READ_XMP.xmp.map((name) => {
      const value: unknown = xmp?.[name]?.value;
      return typeof value === 'string' ? value : undefined;
    });
  } catch {
    return [];
  }
}

function readTags(exif: Uint8Array): ExpandedTags {
  try {
    const block = Buffer.from(exif.buffer, exif.byteOffset, Math.min(exif.byteLength, MOST_READ));
    return ExifReader.load(block, { expanded: true, includeTags: READ });
  } catch {
    // A block that cannot be parsed says nothing; the pixels are what counts.
    return {};
  }
}

/** A tag of the type that its name promises, or of any other that the file gives it. */
type Tag = { readonly value: unknown } | undefined;

function orientationOf(tag: Tag): number {
  const value = tag?.value;
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 8 ? value : 1;
}

/** The reader gives text as a list, split where the file has a zero. */
function text(tag: Tag): string | undefined {
  if (!Array.isArray(tag?.value) || !tag.value.every((part) => typeof part === 'string')) return undefined;
  const trimmed = tag.value.join('').trim();
  return trimmed === '' || trimmed === FAULTY ? undefined : trimmed.slice(0, 200);
}

function rationals(tag: Tag): number[] | undefined {
  if (!Array.isArray(tag?.value)) return undefined;
  return tag.value.map((pair: unknown) => (isRational(pair) ? pair[0] / pair[1] : Number.NaN));
}

/** Numerator and denominator. */
function isRational(value: unknown): value is readonly [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'number');
}

function deviceOf(make = '', model = '', serial = ''): PhotoDevice {
  return { make, model, serial };
}

/** Devices without a fix write exactly 0, 0. */
function locationOf(latitude: unknown, longitude: unknown): PhotoMetadata['location'] {
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return undefined;
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) || (latitude === 0 && longitude === 0))
    return undefined;
  return { latitude, longitude };
}
