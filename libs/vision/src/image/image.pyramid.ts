/** @module A photo with its halved copies, so that taking a small patch of a large face reads few pixels. */
import type { Affine } from './affine.matrix.js';
import { samplePatch } from './image.sample.js';
import { shrinkImage } from './image.shrink.js';
import type { RgbImage } from './rgb.image.js';

/** What looks for faces needs of a photo; all measures are pixels of the photo as it is seen. */
export interface PhotoView {
  readonly width: number;
  readonly height: number;
  sample(toPhoto: Affine, width: number, height: number, detail?: number): Promise<Uint8Array>;
  shrunk(step: number): Promise<RgbImage>;
}

/** Pixels that need not be decoded yet. */
export interface WholePhoto {
  readonly width: number;
  readonly height: number;
  decode(): Promise<RgbImage>;
}

export class ImagePyramid implements PhotoView {
  readonly width: number;
  readonly height: number;
  /** Level i is the photo at `1 / 2 ** i`; made when first needed. */
  private readonly levels: (RgbImage | undefined)[];
  /** What `shrunk` made, by size: each turn of the photo asks for the same again. */
  private readonly wholes = new Map<string, RgbImage>();

  /** @param photo the whole photo, or its half when `whole` can still be decoded */
  constructor(
    photo: RgbImage,
    private readonly whole?: WholePhoto,
  ) {
    this.width = whole?.width ?? photo.width;
    this.height = whole?.height ?? photo.height;
    this.levels = whole ? [undefined, photo] : [photo];
  }

  /**
   * As `samplePatch` of the photo, from the level just finer than the patch.
   *
   * @param toPhoto maps patch coordinates to pixels of the photo
   * @param detail share of the patch's resolution below which the whole photo is decoded for it, if it is not yet
   */
  async sample(toPhoto: Affine, width: number, height: number, detail = 1): Promise<Uint8Array> {
    const step = Math.min(Math.hypot(toPhoto.a, toPhoto.c), Math.hypot(toPhoto.b, toPhoto.d));
    const finest = this.levels[0] === undefined && step >= 2 * detail ? 1 : 0;
    const level = await this.level(Math.max(finest, Math.floor(Math.log2(step))));
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
  async shrunk(step: number): Promise<RgbImage> {
    const level = await this.level(Math.floor(Math.log2(step)));
    const side = (length: number, most: number): number =>
      Math.max(1, Math.min(most, Math.round(length / step)));
    const [width, height] = [side(this.width, level.width), side(this.height, level.height)];
    const key = `${width}x${height}`;
    const whole = this.wholes.get(key) ?? shrinkImage(level, width, height);
    this.wholes.set(key, whole);
    return whole;
  }

  /** The smallest level whose longer side has at least so many pixels; the photo when it has fewer. */
  atLeast(longSide: number): Promise<RgbImage> {
    return this.level(Math.max(0, Math.floor(Math.log2(Math.max(this.width, this.height) / longSide))));
  }

  /** The smallest level there is where the photo cannot be halved so often. */
  private async level(index: number): Promise<RgbImage> {
    if (index === 0) return (this.levels[0] ??= await this.decodeWhole());
    for (let made = this.levels.length; made <= index; made += 1) {
      const finer = await this.level(made - 1);
      if (Math.min(finer.width, finer.height) < 2) return finer;
      this.levels.push(shrinkImage(finer, finer.width >> 1, finer.height >> 1));
    }
    return this.levels[index] ?? this.level(index - 1);
  }

  private decodeWhole(): Promise<RgbImage> {
    if (this.whole === undefined) throw new Error('The pyramid of a photo begins with its pixels.');
    return this.whole.decode();
  }
}
