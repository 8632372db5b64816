/** @module A photo with its halved copies, so that sampling a small patch of a large face reads few pixels. */
import type { Affine } from './affine.matrix.js';
import { samplePatch } from './image.sample.js';
import { shrinkImage } from './image.shrink.js';
import type { RgbImage } from './rgb.image.js';

/** What face detection needs from a photo; all measures are in pixels of the photo as it is seen. */
export interface PhotoView {
  readonly width: number;
  readonly height: number;
  sample(toPhoto: Affine, width: number, height: number, detail?: number): Promise<Uint8Array>;
  shrunk(step: number): Promise<RgbImage>;
}

/** A photo whose pixels need not be decoded yet. */
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
  /** Results of `shrunk` by size: each turn of the photo asks for the same ones again. */
  private readonly shrunken = new Map<string, RgbImage>();

  /** @param photo the whole photo, or a half-size copy if `whole` can still be decoded */
  constructor(
    photo: RgbImage,
    private readonly whole?: WholePhoto,
  ) {
    this.width = whole?.width ?? photo.width;
    this.height = whole?.height ?? photo.height;
    this.levels = whole ? [undefined, photo] : [photo];
  }

  /**
   * Like `samplePatch` of the photo, but from the level just finer than the patch.
   *
   * @param toPhoto maps patch coordinates to pixels of the photo
   * @param detail share of the patch's resolution below which the whole photo is decoded, if it has not been yet
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

  /** The whole photo shrunk by `step`, at least 1; made from the level just finer. */
  async shrunk(step: number): Promise<RgbImage> {
    const level = await this.level(Math.floor(Math.log2(step)));
    const side = (length: number, most: number): number =>
      Math.max(1, Math.min(most, Math.round(length / step)));
    const [width, height] = [side(this.width, level.width), side(this.height, level.height)];
    const key = `${width}x${height}`;
    const whole = this.shrunken.get(key) ?? shrinkImage(level, width, height);
    this.shrunken.set(key, whole);
    return whole;
  }

  /** The smallest level whose longer side has at least this many pixels; the photo itself if it has fewer. */
  atLeast(longSide: number): Promise<RgbImage> {
    return this.level(Math.max(0, Math.floor(Math.log2(Math.max(this.width, this.height) / longSide))));
  }

  /** The smallest existing level if the photo cannot be halved that often. */
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
    if (this.whole === undefined) throw new Error('The pyramid of a photo must start with its pixels.');
    return this.whole.decode();
  }
}
