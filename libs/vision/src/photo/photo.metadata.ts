/** @module When, where and with what a photo was taken, from its EXIF block. */
import ExifReader, { type ExpandedTags } from 'exifreader';
import type { PhotoMetadata } from '@visage/contracts/photo-analysis.contract';
import type { DecodedPhoto } from './photo.decode.js';

/** Nothing else is read: not the camera maker's own notes, no preview, and no text of other formats. */
const READ = {
  exif: [
    'Orientation',
    'DateTimeOriginal',
    'DateTimeDigitized',
    'OffsetTimeOriginal',
    'Make',
    'Model',
    'LensModel',
  ],
  gps: ['Latitude', 'Longitude'],
};

/** In bytes. A JPEG has room for 64 KiB; other formats have no bound, and reading costs time and memory in proportion. */
const MOST_READ = 256 * 1024;

/** What the reader says of a value that lies outside the block. */
const FAULTY = '<faulty value>';

/** What a damaged or absent EXIF block does not say is left out; it never fails a photo. */
export function readMetadata(photo: Pick<DecodedPhoto, 'format' | 'exif'>): PhotoMetadata {
  const { exif, gps } = photo.exif === undefined ? {} : readTags(photo.exif);
  const metadata: PhotoMetadata = { format: photo.format, orientation: orientationOf(exif?.Orientation) };
  const takenAt = isoTime(
    text(exif?.DateTimeOriginal) ?? text(exif?.DateTimeDigitized),
    text(exif?.OffsetTimeOriginal),
  );
  if (takenAt !== undefined) metadata.takenAt = takenAt;
  const camera = cameraName(text(exif?.Make), text(exif?.Model));
  if (camera !== undefined) metadata.camera = camera;
  const lens = text(exif?.LensModel);
  if (lens !== undefined) metadata.lens = lens;
  const location = locationOf(gps?.Latitude, gps?.Longitude);
  if (location !== undefined) metadata.location = location;
  return metadata;
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

/** EXIF writes `2024:05:01 13:37:00`; cameras whose clock is not set write zeros or blanks. */
function isoTime(value: string | undefined, offset: string | undefined): string | undefined {
  const parts = /^(\d{4})[:-](\d{2})[:-](\d{2})[ T](\d{2}):(\d{2}):(\d{2})/.exec(value ?? '');
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const time = Date.parse(`${iso}Z`);
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(iso)) return undefined;
  return /^[+-]\d{2}:\d{2}$/.test(offset ?? '') ? `${iso}${offset}` : iso;
}

/** Many models repeat their maker: "Canon" + "Canon EOS 5D" is "Canon EOS 5D". */
function cameraName(make: string | undefined, model: string | undefined): string | undefined {
  if (make === undefined || model === undefined) return model ?? make;
  const brand = make.split(/\s/)[0]?.toLowerCase() ?? '';
  return model.toLowerCase().startsWith(brand) ? model : `${make} ${model}`;
}

/** Devices without a fix write exactly 0, 0. */
function locationOf(latitude: unknown, longitude: unknown): PhotoMetadata['location'] {
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return undefined;
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) || (latitude === 0 && longitude === 0))
    return undefined;
  return { latitude, longitude };
}
