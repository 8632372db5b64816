/** @module HEIC pixels, decoded by libheif in a thread of its own. */
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { PhotoError, type PhotoLimits } from '@visage/contracts/photo-error.contract';
import { convertDisplayP3, isDisplayP3 } from '../image/display-p3.convert.js';
import type { RgbImage } from '../image/rgb.image.js';
import { withBrand } from './iso.boxes.js';

/** Major brands that the decoder knows. */
const HEIC_BRANDS = ['mif1', 'msf1', 'heic', 'heix', 'hevc', 'hevx'];

/**
 * libheif's WebAssembly memory grows with the photo (300 MB for 12 megapixels) and never shrinks, and its decoding
 * cannot be interrupted. A thread that lives for one photo releases the memory and can be ended on time. The size is
 * checked from the header, before any pixel is decoded.
 */
const DECODER = `
const { parentPort, workerData } = require('node:worker_threads');
const libheif = require(workerData.decoder);
(async () => {
  await libheif.ready;
  const images = new libheif.HeifDecoder().decode(workerData.bytes);
  const image = images.find((item) => item.is_primary()) ?? images[0];
  if (!image) throw new Error('no image found');
  const width = image.get_width(), height = image.get_height();
  if (width * height > workerData.maxPixels) return parentPort.postMessage({ width, height });
  const target = { data: new Uint8ClampedArray(width * height * 4), width, height };
  const decoded = await new Promise((resolve) => image.display(target, resolve));
  if (!decoded) throw new Error('the image cannot be decoded');
  const { data } = decoded;
  const clear = image.has_alpha_channel(), premultiplied = image.is_premultiplied_alpha();
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    const alpha = clear ? data[from + 3] : 255;
    for (let k = 0; k < 3; k++) {
      const value = premultiplied ? data[from + k] : Math.round((data[from + k] * alpha) / 255);
      rgb[to + k] = Math.min(255, value + 255 - alpha);
    }
  }
  parentPort.postMessage({ width, height, data: rgb }, [rgb.buffer]);
})().catch((error) => { throw error; });
`;

interface DecoderAnswer {
  width: number;
  height: number;
  /** Absent if the photo has too many pixels. */
  data?: Uint8Array;
}

/**
 * The primary item (`pitm`), on white where it is transparent. libheif applies the file's own rotation and mirroring (`irot`, `imir`), so the result is upright; the EXIF
 * orientation repeats the same information and must not be applied again.
 *
 * @throws PhotoError `corrupt-image`, `too-many-pixels` or `timeout`
 */
export async function decodeHeic(
  bytes: Uint8Array,
  limits: PhotoLimits,
  icc?: Uint8Array,
): Promise<RgbImage> {
  const { width, height, data } = await decodeInThread(withBrand(bytes, 'mif1', HEIC_BRANDS), limits);
  if (data === undefined) {
    throw new PhotoError(
      'too-many-pixels',
      `The photo is ${width}x${height}, more than the limit. Upload a smaller copy.`,
    );
  }
  if (isDisplayP3(icc)) convertDisplayP3(data);
  return { width, height, data };
}

async function decodeInThread(bytes: Uint8Array, limits: PhotoLimits): Promise<DecoderAnswer> {
  const decoder = createRequire(import.meta.url).resolve('libheif-js/wasm-bundle');
  const worker = new Worker(DECODER, {
    eval: true,
    execArgv: [],
    workerData: { decoder, bytes, maxPixels: limits.maxPixels },
  });
  try {
    return await new Promise<DecoderAnswer>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new PhotoError('timeout', `Decoding took longer than ${limits.timeoutMs / 1000} s.`)),
        limits.timeoutMs,
      );
      const damaged = (cause: unknown): void =>
        reject(
          new PhotoError(
            'corrupt-image',
            'The HEIC file is damaged or was cut off. Upload the photo again.',
            {
              cause,
            },
          ),
        );
      worker.once('message', (answer: DecoderAnswer) => resolve(answer));
      worker.once('error', damaged);
      worker.once('exit', (code) => damaged(new Error(`The decoder ended with code ${code}.`)));
      worker.once('exit', () => clearTimeout(timer));
    });
  } finally {
    await worker.terminate();
  }
}
