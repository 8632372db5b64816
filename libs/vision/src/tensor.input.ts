/** @module Turns RGB pixels into the numbers a network was trained on, as the manifest says. */
import type { ModelEntry } from '@visage/contracts/model.contract';

/** BT.601 luma, the grey of the libraries these networks were trained with. */
const LUMA = [0.299, 0.587, 0.114] as const;

/**
 * @param pixels interleaved RGB, `width * height * 3`
 * @returns NCHW values of one picture: `(v - mean[c]) / scale[c]`, channels in the manifest's order
 */
export function fillTensor(pixels: Uint8Array, input: ModelEntry['input'], mirrored: boolean): Float32Array {
  const { width, height, order } = input;
  const plane = width * height;
  const channels = order === 'grey' ? 1 : 3;
  const values = new Float32Array(plane * channels);
  for (let channel = 0; channel < channels; channel += 1) {
    const mean = input.mean[channel] ?? input.mean[0] ?? 0;
    const scale = input.scale[channel] ?? input.scale[0] ?? 1;
    const offset = order === 'bgr' ? 2 - channel : channel;
    for (let y = 0; y < height; y += 1) {
      const row = y * width;
      for (let x = 0; x < width; x += 1) {
        const from = (row + (mirrored ? width - 1 - x : x)) * 3;
        const value =
          order === 'grey'
            ? LUMA[0] * (pixels[from] ?? 0) + LUMA[1] * (pixels[from + 1] ?? 0) + LUMA[2] * (pixels[from + 2] ?? 0)
            : (pixels[from + offset] ?? 0);
        values[channel * plane + row + x] = (value - mean) / scale;
      }
    }
  }
  return values;
}
