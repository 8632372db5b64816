/**
 * @module A photo ready for face detection: a large JPEG at half its size first, and whole only if a small face needs
 * it.
 */
import type { PhotoLimits } from '@visage/contracts/photo-error.contract';
import { ImagePyramid } from '../image/image.pyramid.js';
import {
  decodePhoto,
  decodePixels,
  readHeader,
  workingSize,
  type DecodedPhoto,
  type Size,
} from './photo.decode.js';
import type { RgbImage } from '../image/rgb.image.js';
import { DETECTION_LONG_SIDE } from '../face/face.thresholds.js';

export type OpenPhoto = Omit<DecodedPhoto, 'image'> & { pyramid: ImagePyramid };

/** @throws PhotoError as `decodePhoto` */
export async function openPhoto(bytes: Uint8Array, limits: PhotoLimits): Promise<OpenPhoto> {
  const header = await readHeader(bytes, limits);
  const size = workingSize(header);
  const isJpeg = header.format === 'jpeg' || header.format === 'raw';
  if (!isJpeg || Math.max(size.width, size.height) < 2 * DETECTION_LONG_SIDE) {
    const { image, ...photo } = await decodePhoto(bytes, limits);
    return { ...photo, pyramid: new ImagePyramid(image) };
  }
  const pixels = (at: Size): Promise<RgbImage> => decodePixels(header, at, limits);
  const half = await pixels({ width: size.width >> 1, height: size.height >> 1 });
  const { picture: _, icc: __, ...photo } = header;
  return { ...photo, pyramid: new ImagePyramid(half, { ...size, decode: () => pixels(size) }) };
}
