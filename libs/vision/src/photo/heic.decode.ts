/** @module HEIC pixels, decoded by libheif in a thread of its own. */
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { PhotoError, type PhotoLimits } from '@visage/contracts/photo-error.contract';
import { convertDisplayP3, isDisplayP3 } from '../image/display-p3.convert.js';
import type { RgbImage } from '../image/rgb.image.js';

/**
 * libheif's WebAssembly memory grows with the photo (300 MB for 12 megapixels) and never shrinks, and its decoding
 * cannot be interrupted. A thread that lives for one photo releases the memory and can be ended on time. The size is
 * checked from the header, before any pixel is decoded.
 */
const DECODER = `
const { parentPort, workerData } = require('node:worker_threads');
const { all } = require(workerData.decoder);
(async () => {
  const [first] = await all({ buffer: workerData.bytes });
  const { width, height } = first;
  if (width * height > workerData.maxPixels) return parentPort.postMessage({ width, height });
  const { data } = await first.decode();
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = data[from]; rgb[to + 1] = data[from + 1]; rgb[to + 2] = data[from + 2];
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
 * libheif applies the file's own rotation and mirroring (`irot`, `imir`), so the result is upright; the EXIF
 * orientation repeats the same information and must not be applied again.
 *
 * @throws PhotoError `corrupt-image`, `too-many-pixels` or `timeout`
 */
export async function decodeHeic(
  bytes: Uint8Array,
  limits: PhotoLimits,
  icc?: Uint8Array,
): Promise<RgbImage> {
  const { width, height, data } = await decodeInThread(withKnownBrand(bytes), limits);
  if (data === undefined) {
    throw new PhotoError(
      'too-many-pixels',
      `The photo is ${width}x${height}, more than the limit. Upload a smaller copy.`,
    );
  }
  if (isDisplayP3(icc)) convertDisplayP3(data);
  return { width, height, data };
}

function decodeInThread(bytes: Uint8Array, limits: PhotoLimits): Promise<DecoderAnswer> {
  const decoder = createRequire(import.meta.url).resolve('heic-decode');
  const worker = new Worker(DECODER, {
    eval: true,
    execArgv: [],
    workerData: { decoder, bytes, maxPixels: limits.maxPixels },
  });
  return new Promise<DecoderAnswer>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new PhotoError('timeout', `Decoding took longer than ${limits.timeoutMs / 1000} s.`)),
      limits.timeoutMs,
    );
    const damaged = (cause: unknown): void =>
      reject(
        new PhotoError('corrupt-image', 'The HEIC file is damaged or was cut off. Upload the photo again.', {
          cause,
        }),
      );
    worker.once('message', (answer: DecoderAnswer) => resolve(answer));
    worker.once('error', damaged);
    worker.once('exit', (code) => damaged(new Error(`The decoder ended with code ${code}.`)));
    worker.once('exit', () => clearTimeout(timer));
  }).finally(() => worker.terminate());
}

/** The decoder demands one of a few major brands; files that list one of them as compatible have the same content. */
function withKnownBrand(bytes: Uint8Array): Uint8Array {
  const major = String.fromCharCode(...bytes.subarray(8, 12));
  if (['mif1', 'msf1', 'heic', 'heix', 'hevc', 'hevx'].includes(major)) return bytes;
  const copy = Uint8Array.from(bytes);
  copy.set([0x6d, 0x69, 0x66, 0x31], 8);
  return copy;
}
