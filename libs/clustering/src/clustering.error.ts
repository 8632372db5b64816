/** @module Why a grouping was refused: always the caller's mistake, named so that it can be found. */

export type ClusteringErrorCode =
  | 'wrong-length'
  | 'not-a-number'
  | 'zero-vector'
  | 'bad-option'
  | 'unknown-face'
  | 'contradictory-constraints';

export class ClusteringError extends Error {
  override readonly name = 'ClusteringError';
  constructor(
    readonly code: ClusteringErrorCode,
    message: string,
    /** Indices of the faces concerned, if any. */
    readonly faces: readonly number[] = [],
  ) {
    super(message);
  }
}
