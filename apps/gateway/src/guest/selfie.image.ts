/** @module The one image of a selfie form, in memory, and why it is not searched for. */
import { buffer } from 'node:stream/consumers';
import type { PhotoErrorValue } from '@visage/contracts/photo-error.contract';
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

/** What is told of a picture that cannot be looked at. */
export function refusedSelfie({ code, reason }: PhotoErrorValue): ProblemError {
  if (code === 'too-many-pixels') {
    return new ProblemError(
      413,
      'selfie-too-many-pixels',
      'The picture has more pixels than can be searched. Take one with the front camera, or send a smaller copy.',
    );
  }
  if (code !== 'corrupt-image') return new ProblemError(422, 'unreadable-selfie', reason);
  return new ProblemError(
    422,
    'broken-selfie',
    'The picture is damaged, or a part of it is missing. Choose another one, or take a new one.',
  );
}

/** @throws ProblemError once whoever asked has hung up: work that nobody waits for is left undone. */
export function requireThere({ socket }: Request): void {
  if (socket.destroyed)
    throw new ProblemError(400, 'hung-up', 'The search was cancelled. Nothing was recorded.');
}
