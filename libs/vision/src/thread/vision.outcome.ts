/** @module Results that cross a thread: a PhotoError loses its class on the way and is recreated on the other side. */
import { PhotoError, type PhotoErrorValue } from '@visage/contracts/photo-error.contract';

export type Outcome<T> = { ok: true; value: T } | { ok: false; error: PhotoErrorValue };

/** Turns a PhotoError into data; rethrows every other error. */
export async function outcomeOf<T>(work: Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work };
  } catch (error) {
    if (error instanceof PhotoError) return { ok: false, error: error.toValue() };
    throw error;
  }
}

/** @throws PhotoError as it was on the other side. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new PhotoError(outcome.error.code, outcome.error.reason);
}
