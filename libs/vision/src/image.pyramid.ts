/** @module A photo with its halved copies, so that taking a small patch of a large face reads few pixels. */
import type { Affine } from './affine.matrix.js';
import { samplePatch } from './image.sample.js';
import { shrinkImage } from './image.shrink.js';
import type { RgbImage } from './rgb.image.js';

/** What looks for faces needs of a photo; all measures are pixels of the photo as it is seen. */
export interface PhotoView {
  readonly width: number;
  readonly height: number;
  sample(toPhoto: Affine, width: number, height: number): Uint8Array;
  shrunk(step: number): RgbImage;
}

export class ImagePyramid implements PhotoView {
  /** Level i is the photo at `1 / 2 ** i`; made when first needed. */
  private readonly levels: RgbImage[];
  /** What `shrunk` made, by size: each turn of the photo asks for the same again. */
  private readonly wholes = new Map<string, RgbImage>();

  constructor(readonly photo: RgbImage) {
    this.levels = [photo];
  }

  get width(): number {
    return this.photo.width;
  }

  get height(): number {
    return this.photo.height;
  }

  /**
   * As `samplePatch` of the photo, from the level just finer than the patch.
   *
   * @param toPhoto maps patch coordinates to pixels of the photo
   */
  sample(toPhoto: Affine, width: number, height: number): Uint8Array {
    const step = Math.min(Math.hypot(toPhoto.a, toPhoto.c), Math.hypot(toPhoto.b, toPhoto.d));
    const level = this.level(Math.max(0, Math.floor(Math.log2(step))));
    const sx = level.width / this.width;
    const sy = level.height / this.height;
    const toLevel: Affine = {
      a: toPhoto.a * sx,
      b: toPhoto.b * sx,
      tx: toPhoto.tx * sx,
      c: toPhoto.c * sy,
      d: toPhoto.d * sy,
      ty: toPhoto.ty * sy,
    };
    return samplePatch(level, toLevel, width, height);
  }

  /** The whole photo with `step` of its pixels for one, 1 or more; made from the level just finer. */
  shrunk(step: number): RgbImage {
    const level = this.level(Math.floor(Math.log2(step)));
    const side = (length: number, most: number): number => Math.max(1, Math.min(most, Math.round(length / step)));
    const [width, height] = [side(this.width, level.width), side(this.height, level.height)];
    const key = `${width}x${height}`;
    const whole = this.wholes.get(key) ?? shrinkImage(level, width, height);
    this.wholes.set(key, whole);
    return whole;
  }

  /** The smallest level whose longer side has at least so many pixels; the photo when it has fewer. */
  atLeast(longSide: number): RgbImage {
    return this.level(Math.max(0, Math.floor(Math.log2(Math.max(this.width, this.height) / longSide))));
  }

  private level(index: number): RgbImage {
    for (let made = this.levels.length; made <= index; made += 1) {
      const finer = this.levels[made - 1];
      if (finer === undefined || Math.min(finer.width, finer.height) < 2) break;
      this.levels.push(shrinkImage(finer, finer.width >> 1, finer.height >> 1));
    }
    return this.levels[Math.min(index, this.levels.length - 1)] ?? this.photo;
  }
}
