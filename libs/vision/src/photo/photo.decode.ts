/** @module Any supported file to upright 8-bit sRGB pixels, decoded once. */
import sharp, { type Metadata } from 'sharp';
import type { PhotoFormat } from '@visage/contracts/file.kind';
import { PhotoError, type PhotoLimits } from '@visage/contracts/photo-error.contract';
import { sniffFormat } from '@visage/contracts/photo.format';
import { decodeHeic } from './heic.decode.js';
import { isAnimationOnly, isCutOff, withBrand } from './iso.boxes.js';
import { withEndMarker } from './jpeg.end.js';
import { shrinkImage } from '../image/image.shrink.js';
import { rawPicture } from './raw.picture.js';
import type { RgbImage } from '../image/rgb.image.js';
import { WORKING_PIXELS } from '../face/face.thresholds.js';

// Several threads share the cores already, and a cache would only waste memory: no photo is decoded twice.
sharp.cache(false);
sharp.concurrency(1);

export interface DecodedPhoto {
  format: PhotoFormat;
  /** Width of the upright photo in the file. */
  width: number;
  height: number;
  /** The upright photo; smaller than `width` x `height` when it has more than `WORKING_PIXELS`. */
  image: RgbImage;
  /** The EXIF block (TIFF structure) unchanged, if there is one. */
  exif?: Uint8Array;
  /** The XMP packet, if there is one. */
  xmp?: Uint8Array;
}

/**
 * Transparency becomes white; of several frames or pages, the first is used, of several pictures of a HEIC the primary one, of a
 * RAW file the largest JPEG inside; embedded profiles are converted to sRGB.
 *
 * @throws PhotoError with a code naming the limit or defect; pixels are counted before any is decoded.
 */
export async function decodePhoto(bytes: Uint8Array, limits: PhotoLimits): Promise<DecodedPhoto> {
  const header = await readHeader(bytes, limits);
  const { icc, picture, ...photo } = header;
  if (header.format === 'heic') {
    const decoded = await decodeHeic(picture, limits, icc);
    return { ...photo, width: decoded.width, height: decoded.height, image: withinWorkingSize(decoded) };
  }
  return { ...photo, image: await decodePixels(header, workingSize(header), limits) };
}

export interface Size {
  width: number;
  height: number;
}

/** What a file says about itself before any pixel is decoded. */
export interface PhotoHeader extends Omit<DecodedPhoto, 'image'> {
  icc?: Uint8Array;
  /** What its pixels are decoded from: the file, or the JPEG inside a RAW file. */
  picture: Uint8Array;
}

/** @throws PhotoError as `decodePhoto` */
export async function readHeader(bytes: Uint8Array, limits: PhotoLimits): Promise<PhotoHeader> {
  const sniffed = sniffFormat(bytes);
  if (sniffed === 'heic' || sniffed === 'avif') {
    // libheif paints missing parts grey instead of failing.
    if (isCutOff(bytes)) throw damaged();
    if (isAnimationOnly(bytes)) throw animated(sniffed);
  }
  const inside = sniffed === 'tiff' ? rawPicture(bytes) : null;
  const format = inside ? 'raw' : sniffed;
  // an animated AVIF begins with a still one, by another brand
  const picture = inside ?? (format === 'avif' ? withBrand(bytes, 'avif', ['avif', 'mif1']) : bytes);
  const header = await readTags(picture, format);
  assertPixels(header.width, header.height, limits.maxPixels);
  const turned = format !== 'heic' && (header.orientation ?? 1) >= 5;
  const width = turned ? header.height : header.width;
  const height = turned ? header.width : header.height;
  const exif = inside ? bytes : header.exif && tiffBlock(header.exif);
  return {
    ...{ format, width, height, picture },
    ...(exif && { exif }),
    ...(header.xmp && { xmp: header.xmp }),
    ...(header.icc && { icc: header.icc }),
  };
}

/** The size at which a photo is processed: its own, or one of `WORKING_PIXELS`. */
export function workingSize({ width, height }: Size): Size {
  const shrink = Math.min(1, Math.sqrt(WORKING_PIXELS / (width * height)));
  const side = (length: number): number => Math.max(1, Math.floor(length * shrink));
  return { width: side(width), height: side(height) };
}

async function readTags(bytes: Uint8Array, format: PhotoFormat): Promise<Metadata> {
  try {
    return await sharp(bytes, { failOn: 'none', limitInputPixels: false }).metadata();
  } catch (cause) {
    throw new PhotoError(
      'corrupt-image',
      `The ${format.toUpperCase()} file is damaged: its header cannot be read.`,
      {
        cause,
      },
    );
  }
}

/**
 * The upright pixels at `size`. Half the size of a JPEG takes half the time: its blocks are decoded at that scale.
 *
 * @throws PhotoError as `decodePhoto`
 */
export async function decodePixels(header: PhotoHeader, size: Size, limits: PhotoLimits): Promise<RgbImage> {
  const decode = (picture: Uint8Array, at: Size): Promise<RgbImage> =>
    decodeAt(picture, at, at.width === header.width && at.height === header.height, limits);
  try {
    return await decode(header.picture, size);
  } catch (cause) {
    if (!isCutOffJpeg(cause)) throw decodeError(cause, limits);
    try {
      const all = async (picture: Uint8Array): Promise<Uint8Array> =>
        (await decode(picture, workingSize(header))).data;
      const whole = await withEndMarker(header.picture, all);
      if (whole) return await decode(whole, size);
    } catch (another) {
      throw decodeError(another, limits);
    }
    throw damaged(cause);
  }
}

async function decodeAt(
  picture: Uint8Array,
  { width, height }: Size,
  same: boolean,
  { maxPixels, timeoutMs }: PhotoLimits,
): Promise<RgbImage> {
  const whole = sharp(picture, { failOn: 'truncated', limitInputPixels: maxPixels, sequentialRead: true })
    .timeout({ seconds: Math.ceil(timeoutMs / 1000) })
    .autoOrient();
  const { data, info } = await (same ? whole : whole.resize(width, height, { fit: 'fill' }))
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: toRgb(data, info.channels) };
}

/** As libvips says it of a JPEG whose bytes end before its end marker. */
function isCutOffJpeg(cause: unknown): boolean {
  return cause instanceof Error && /premature end of JPEG/i.test(cause.message);
}

/** Grey photos arrive with one channel (two with transparency). */
function toRgb(data: Uint8Array, channels: number): Uint8Array {
  if (channels === 3) return data;
  const pixels = data.length / channels;
  const rgb = new Uint8Array(pixels * 3);
  for (let i = 0; i < pixels; i += 1) {
    const from = i * channels;
    rgb[i * 3] = data[from] ?? 0;
    rgb[i * 3 + 1] = data[channels > 2 ? from + 1 : from] ?? 0;
    rgb[i * 3 + 2] = data[channels > 2 ? from + 2 : from] ?? 0;
  }
  return rgb;
}

function decodeError(cause: unknown, limits: PhotoLimits): PhotoError {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (/timeout/i.test(message)) {
    return new PhotoError('timeout', `Decoding took longer than ${limits.timeoutMs / 1000} s.`, { cause });
  }
  return damaged(cause);
}

function animated(format: PhotoFormat): PhotoError {
  return new PhotoError(
    'unsupported-format',
    `This is an animated ${format.toUpperCase()} without a still picture, which is not supported. Save one of its frames as a JPEG.`,
  );
}

function damaged(cause?: unknown): PhotoError {
  return new PhotoError('corrupt-image', 'The file is damaged or was cut off. Upload the photo again.', {
    cause,
  });
}

function assertPixels(width: number, height: number, maxPixels: number): void {
  if (width * height <= maxPixels) return;
  const megapixels = (count: number): string => `${Math.round(count / 1e6)} megapixels`;
  throw new PhotoError(
    'too-many-pixels',
    `The photo is ${width}x${height} (${megapixels(width * height)}); the limit is ${megapixels(maxPixels)}. ` +
      'Upload a smaller copy or raise the limit.',
  );
}

function withinWorkingSize(image: RgbImage): RgbImage {
  const { width, height } = workingSize(image);
  return shrinkImage(image, width, height);
}

/** Some containers put `Exif\0\0` before the TIFF structure. */
function tiffBlock(exif: Uint8Array): Uint8Array {
  return exif[0] === 0x45 && exif[1] === 0x78 ? exif.subarray(6) : exif;
}
