/** @module When something was written down, for people to read. What a period counts from, or is asked about, is given by the caller. */

export function rowStamp(): Date {
  // oxlint-disable-next-line eslint-js/no-restricted-syntax -- the one place: nothing is decided by it
  return new Date();
}
