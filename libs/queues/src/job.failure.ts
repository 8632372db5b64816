/** @module When a job has failed for good, and what is to be said of it. */
import { PhotoError, type PhotoErrorValue } from '@visage/contracts/photo-error.contract';

const ATTEMPTS_USED_UP: PhotoErrorValue = {
  code: 'internal',
  reason:
    'The photo could not be processed, though it was tried several times. Try it again later; the log of the worker says why.',
};

/**
 * What the job needs is not here, which is no fault of what it is about: it ends, nothing is recorded as failed, and the
 * reconciler brings it back once its worker can do it. `message` is for the operator.
 */
export class JobPutOffError extends Error {
  override readonly name = 'JobPutOffError';
}

/** A bad photo is one at every try; anything else thrown may pass. */
export function isPermanent(error: unknown): boolean {
  return error instanceof PhotoError;
}

export function failureOf(error: unknown): PhotoErrorValue {
  return error instanceof PhotoError ? error.toValue() : ATTEMPTS_USED_UP;
}
