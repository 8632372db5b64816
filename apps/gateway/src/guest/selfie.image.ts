/** @module The one image of a selfie form, in memory. */
import { buffer } from 'node:stream/consumers';
import type { Request } from 'express';
import { ProblemError } from '../http/problem.error.js';
import { readFiles, type ArrivingFile } from '../multipart/multipart.files.js';
import { SELFIE_MAX_BYTES } from './selfie.settings.js';

/** @throws ProblemError 413 above the limit, 400 when there is no image or more than one. */
export async function readSelfie(request: Request): Promise<Buffer> {
  const [image] = await readFiles(request, { maxFiles: 1 }, readImage);
  if (!image || image.length === 0)
    throw new ProblemError(400, 'empty-selfie', 'The picture is empty. Take another one.');
  return image;
}

function readImage({ stream }: ArrivingFile): Promise<Buffer> {
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > SELFIE_MAX_BYTES) {
      const megabytes = SELFIE_MAX_BYTES / (1024 * 1024);
      stream.destroy(
        new ProblemError(
          413,
          'selfie-too-large',
          `The picture is larger than ${megabytes} MB. Take a smaller one.`,
        ),
      );
    }
  });
  return buffer(stream);
}
