/** @module Numbers that belong to a model, in a file of the repository beside it: verified before they are used. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelError } from './model.error.js';

/** @throws ModelError `model-missing`, or `model-corrupt` when the file is not the one the manifest describes */
export async function readModelFloats(
  { file, sha256 }: { file: string; sha256: string },
  modelsDir: string,
): Promise<Float32Array> {
  const bytes = await readFile(join(modelsDir, file)).catch((cause: unknown) => {
    throw new ModelError('model-missing', `models/${file} cannot be read. Restore it from the repository.`, {
      cause,
    });
  });
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw new ModelError(
      'model-corrupt',
      `models/${file} is not the file the manifest describes (SHA-256 differs).`,
    );
  }
  // little-endian float32, whatever the machine's own byte order
  return Float32Array.from({ length: bytes.length >> 2 }, (_, i) => bytes.readFloatLE(4 * i));
}
