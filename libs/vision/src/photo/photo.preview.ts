/** @module Small WebP pictures for people to look at, without metadata. */
import sharp, { type Sharp } from 'sharp';
import type { Box } from '@visage/contracts/geometry.contract';
import type { PhotoPreview } from '@visage/contracts/photo-analysis.contract';
import { boxToSource } from '../image/affine.matrix.js';
import type { ImagePyramid } from '../image/image.pyramid.js';
import type { RgbImage } from '../image/rgb.image.js';
import { CROP_DETAIL, CROP_MARGIN, PREVIEW_WEBP } from '../face/face.thresholds.js';

/** As cameras write it at their best but one; colour is kept at full size, as around what is covered it is all there is. */
const WHOLE_JPEG = { quality: 92, chromaSubsampling: '4:4:4' } as const;

/** @param longSide of the preview in pixels; a smaller photo is not enlarged */
export async function encodePreview(photo: ImagePyramid, longSide: number): Promise<PhotoPreview> {
  const share = Math.min(1, longSide / Math.max(photo.width, photo.height));
  const side = (length: number): number => Math.max(1, Math.round(length * share));
  const { data, info } = await fromRgb(await photo.atLeast(longSide))
    .resize(side(photo.width), side(photo.height), { fit: 'fill' })
    .webp(PREVIEW_WEBP)
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, webp: owned(data) };
}

/** A photo to keep, whose only metadata is when it was taken, as `PhotoMetadata.takenAt` says it. */
export async function encodeWhole(photo: RgbImage, takenAt?: string): Promise<Uint8Array> {
  const jpeg = fromRgb(photo).jpeg(WHOLE_JPEG);
  const [, day, time = '00:00:00'] = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d))?/.exec(takenAt ?? '') ?? [];
  if (day !== undefined) jpeg.withExif({ IFD2: { DateTimeOriginal: `${day.replaceAll('-', ':')} ${time}` } });
  return owned(await jpeg.toBuffer());
}

/** A square around the face with a margin, inside the photo if it fits. */
export async function encodeCrop(photo: ImagePyramid, face: Box, size: number): Promise<Uint8Array> {
  const side = Math.min(Math.max(face[2], face[3]) * CROP_MARGIN, photo.width, photo.height);
  const place = (start: number, length: number, extent: number): number =>
    Math.min(Math.max(0, start + (length - side) / 2), extent - side);
  const square: Box = [
    place(face[0], face[2], photo.width),
    place(face[1], face[3], photo.height),
    side,
    side,
  ];
  const data = await photo.sample(boxToSource(square, size, size), size, size, CROP_DETAIL);
  return owned(await fromRgb({ width: size, height: size, data }).webp(PREVIEW_WEBP).toBuffer());
}

function fromRgb({ width, height, data }: RgbImage): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false });
}

/** Only memory that nothing else uses can be handed to another thread without copying. */
function owned(buffer: Uint8Array): Uint8Array {
  return Uint8Array.from(buffer);
}
