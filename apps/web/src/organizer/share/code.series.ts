/** @module Labels for many codes at once: "Table 1" to "Table 20". */

export const MAX_SERIES = 200;

export interface Series {
  readonly word: string;
  readonly from: number;
  readonly to: number;
}

/** Null unless the numbers count up, and not too far. */
export function seriesLabels({ word, from, to }: Series): string[] | null {
  const length = to - from + 1;
  if (![from, to].every(Number.isSafeInteger) || from < 0 || length < 1 || length > MAX_SERIES) return null;
  return Array.from({ length }, (_, index) => `${word.trim()} ${from + index}`.trim());
}
