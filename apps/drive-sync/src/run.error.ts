/** @module How a run ends before its end. */

/** For good, with words for people. */
export class RunStoppedError extends Error {
  override readonly name = 'RunStoppedError';
}

/** The run's row went with its event: there is nobody to tell. */
export class RunGoneError extends Error {
  override readonly name = 'RunGoneError';
}
