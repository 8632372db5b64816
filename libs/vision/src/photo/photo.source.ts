/** @module The bytes of a photo, within the limits. */
import { open } from 'node:fs/promises';
import { PhotoError, type PhotoLimits } from '@visage/contracts/photo-error.contract';
import type { PhotoInput } from '../thread/vision.contract.js';

/** @throws PhotoError `missing-file`, `empty-file` or `too-many-bytes`. */
export async function readPhoto(
  input: PhotoInput,
  limits: Pick<PhotoLimits, 'maxBytes'>,
): Promise<Uint8Array> {
  const bytes = 'bytes' in input ? input.bytes : await readWithin(input.path, limits.maxBytes);
  if (bytes.length > limits.maxBytes) throw tooManyBytes(bytes.length, limits.maxBytes);
  if (bytes.length === 0)
    throw new PhotoError('empty-file', 'The file is empty (0 bytes). Upload the photo again.');
  return bytes;
}

/** @param path as bytes where it is not UTF-8 */
async function readWithin(path: string | Uint8Array, maxBytes: number): Promise<Uint8Array> {
  const file = await open(typeof path === 'string' ? path : Buffer.from(path), 'r').catch(
    (cause: unknown) => {
      throw new PhotoError('missing-file', 'The file is no longer there, or cannot be read.', { cause });
    },
  );
  try {
    const facts = await file.stat();
    if (!facts.isFile()) throw new PhotoError('not-an-image', 'This is not a file.');
    if (facts.size > maxBytes) throw tooManyBytes(facts.size, maxBytes);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

function tooManyBytes(bytes: number, limit: number): PhotoError {
  const megabytes = (count: number): string => `${(count / 1024 / 1024).toFixed(1)} MB`;
  return new PhotoError(
    'too-many-bytes',
    `The file has ${megabytes(bytes)}; the limit is ${megabytes(limit)}. Upload a smaller copy or raise the limit.`,
  );
}
