/** @module When a job has failed for good, and what is to be said of it. */
import { PhotoError, type PhotoErrorValue } from '@visage/contracts/photo-error.contract';

/** A failure that another try cannot mend; anything else thrown may pass. */
export class PermanentError extends Error {
  override readonly name = 'PermanentError';
}

const ATTEMPTS_USED_UP: PhotoErrorValue = {
  code: 'internal',
  reason: 'The photo could not be processed, though it was tried several times. Try it again later; the log of the worker says why.',
};

export function isPermanent(error: unknown): boolean {
  return error instanceof PhotoError || error instanceof PermanentError;
}

export function failureOf(error: unknown): PhotoErrorValue {
  return error instanceof PhotoError ? error.toValue() : ATTEMPTS_USED_UP;
}
