/** @module When, where and with what a photo was taken, from its EXIF block. */
import exifr from 'exifr';
import type { PhotoMetadata } from '@visage/contracts/photo-analysis.contract';
import type { DecodedPhoto } from './photo.decode.js';

/** What a damaged or absent EXIF block does not say is left out; it never fails a photo. */
export async function readMetadata(photo: Pick<DecodedPhoto, 'format' | 'exif'>): Promise<PhotoMetadata> {
  const tags = photo.exif === undefined ? {} : await parseTags(photo.exif);
  const metadata: PhotoMetadata = { format: photo.format, orientation: orientationOf(tags['Orientation']) };
  const takenAt = isoTime(
    text(tags['DateTimeOriginal']) ?? text(tags['CreateDate']),
    text(tags['OffsetTimeOriginal']),
  );
  if (takenAt !== undefined) metadata.takenAt = takenAt;
  const camera = cameraName(text(tags['Make']), text(tags['Model']));
  if (camera !== undefined) metadata.camera = camera;
  const lens = text(tags['LensModel']);
  if (lens !== undefined) metadata.lens = lens;
  const location = locationOf(tags['latitude'], tags['longitude']);
  if (location !== undefined) metadata.location = location;
  return metadata;
}

async function parseTags(exif: Uint8Array): Promise<Record<string, unknown>> {
  try {
    const tags: unknown = await exifr.parse(exif, {
      tiff: true,
      exif: true,
      gps: true,
      xmp: false,
      iptc: false,
      icc: false,
      translateValues: false,
      reviveValues: false,
    });
    return typeof tags === 'object' && tags !== null ? { ...tags } : {};
  } catch {
    // A block that cannot be parsed says nothing; the pixels are what counts.
    return {};
  }
}

function orientationOf(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 8 ? value : 1;
}

function text(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const trimmed = value.replaceAll('\0', '').trim();
  return trimmed === '' ? undefined : trimmed.slice(0, 200);
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
