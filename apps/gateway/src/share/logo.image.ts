/** @module The logo of a form: one picture, made small and plain, so that it prints anywhere and carries no metadata. */
import { buffer } from 'node:stream/consumers';
import type { Request } from 'express';
import sharp from 'sharp';
import { ProblemError } from '../http/problem.error.js';
import { readFiles, type ArrivingFile } from '../multipart/multipart.files.js';

const MAX_BYTES = 5 * 1024 * 1024;
const MAX_PIXELS = 50_000_000;
/** Sharp on A4 at 300 dpi. */
const SIZE = { width: 1200, height: 600 };
/** SVG is left out: it may refer to files and other hosts. */
const FORMATS: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp']);

/** @throws ProblemError 400, 413 or 422 when the form holds no picture that can be used. */
export async function readLogo(request: Request): Promise<Buffer> {
  const [file] = await readFiles(request, { maxFiles: 1 }, readImage);
  try {
    const image = sharp(file, { limitInputPixels: MAX_PIXELS });
    if (!FORMATS.has((await image.metadata()).format)) throw unusable();
    return await image
      .rotate()
      .resize({ ...SIZE, fit: 'inside', withoutEnlargement: true })
      .png()
      .toBuffer();
  } catch (cause) {
    throw cause instanceof ProblemError ? cause : unusable(cause);
  }
}

function readImage({ stream }: ArrivingFile): Promise<Buffer> {
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= MAX_BYTES) return;
    stream.destroy(
      new ProblemError(413, 'logo-too-large', 'The logo is larger than 5 MB. Choose a smaller one.'),
    );
  });
  return buffer(stream);
}

function unusable(cause?: unknown): ProblemError {
  const detail = 'This file cannot be used as a logo. Choose a PNG, JPEG or WebP picture.';
  return new ProblemError(422, 'unreadable-logo', detail, cause === undefined ? {} : { cause });
}
