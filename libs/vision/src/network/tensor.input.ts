/** @module Turns RGB pixels into the numbers a network was trained on, as the manifest describes them. */
import type { ModelEntry } from '@visage/contracts/model.contract';

/** BT.601 luma, the grey of the libraries these networks were trained with. */
const LUMA = [0.299, 0.587, 0.114] as const;

export interface NetworkPicture {
  /** Interleaved RGB of exactly the input's width and height. */
  pixels: Uint8Array;
  /** Fed flipped left to right. */
  mirrored?: boolean;
}

/** One network's input buffer, refilled for each run: a new buffer per run would keep the garbage collector busy. */
export class TensorInput {
  /** NCHW values, picture after picture: `(v - mean[c]) / scale[c]`, channels in the manifest's order. */
  readonly values: Float32Array;
  /** Values of one picture. */
  readonly length: number;
  /** What each of the 256 pixel values becomes, per channel. */
  private readonly tables: readonly Float32Array[];

  /** @param pictures how many there is space for */
  constructor(
    private readonly input: ModelEntry['input'],
    pictures: number,
  ) {
    const { width, height, order, mean, scale } = input;
    this.length = width * height * (order === 'grey' ? 1 : 3);
    this.values = new Float32Array(pictures * this.length);
    this.tables = [0, 1, 2].map((channel) => {
      const middle = mean[channel] ?? mean[0] ?? 0;
      const unit = scale[channel] ?? scale[0] ?? 1;
      return Float32Array.from({ length: 256 }, (_, value) => (value - middle) / unit);
    });
  }

  /** @param picture its position among the others */
  fill(picture: number, { pixels, mirrored = false }: NetworkPicture): void {
    const { width, height, order } = this.input;
    const start = picture * this.length;
    for (let y = 0; y < height; y += 1) {
      const from = (y * width + (mirrored ? width - 1 : 0)) * 3;
      if (order === 'grey') this.fillGreyRow(pixels, from, mirrored ? -3 : 3, start + y * width);
      else this.fillColourRow(pixels, from, mirrored ? -3 : 3, start + y * width);
    }
  }

  private fillColourRow(pixels: Uint8Array, from: number, step: number, to: number): void {
    const { values } = this;
    const { width, height, order } = this.input;
    const [first, second, third] = this.tables as [Float32Array, Float32Array, Float32Array];
    const plane = width * height;
    const [red, blue] = order === 'bgr' ? [2, 0] : [0, 2];
    for (let x = 0, at = from; x < width; x += 1, at += step) {
      values[to + x] = first[pixels[at + red] as number] as number;
      values[to + x + plane] = second[pixels[at + 1] as number] as number;
      values[to + x + 2 * plane] = third[pixels[at + blue] as number] as number;
    }
  }

  private fillGreyRow(pixels: Uint8Array, from: number, step: number, to: number): void {
    const { values } = this;
    const { width, mean, scale } = this.input;
    const middle = mean[0] ?? 0;
    const unit = scale[0] ?? 1;
    for (let x = 0, at = from; x < width; x += 1, at += step) {
      const red = LUMA[0] * (pixels[at] as number);
      values[to + x] =
        (red + LUMA[1] * (pixels[at + 1] as number) + LUMA[2] * (pixels[at + 2] as number) - middle) / unit;
    }
  }
}
