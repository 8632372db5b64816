/** @module An upright 8-bit sRGB picture in memory. */

/** Interleaved RGB, `width * height * 3` bytes, row by row from the top left. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}
