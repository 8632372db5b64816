/** @module The `Range` header (RFC 9110, 14): one range of bytes; several at once are answered with everything. */

export type RequestedRange =
  | { kind: 'whole' }
  /** Both ends included, within the object. */
  | { kind: 'part'; start: number; end: number }
  | { kind: 'unsatisfiable' };

/** @param size bytes of the object. */
export function parseRange(header: string | undefined, size: number): RequestedRange {
  const match = /^bytes=\s*(\d{0,15})\s*-\s*(\d{0,15})\s*$/i.exec(header ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (first === '' && last === '') return { kind: 'whole' };
  if (first === '') {
    const suffix = Number(last);
    if (suffix === 0 || size === 0) return { kind: 'unsatisfiable' };
    return { kind: 'part', start: Math.max(0, size - suffix), end: size - 1 };
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return { kind: 'whole' }; // invalid, so ignored
  return start >= size ? { kind: 'unsatisfiable' } : { kind: 'part', start, end };
}
