/**
 * @module Where every byte of a ZIP file lies, before the first one is read: its length, and the pieces of any part of
 * it. Pure: it never sees a photo's content, only asks for it by entry and position, so a download can go on in the
 * middle of a photo without reading what came before. That needs each CRC-32 beforehand; a data descriptor behind the
 * content would not help, for the directory at the end holds the CRC-32 of every entry all the same.
 */
import {
  centralHeader,
  centralHeaderBytes,
  endRecords,
  endRecordsBytes,
  localHeader,
  localHeaderBytes,
  type ZipEnd,
  type ZipEntry,
} from './zip.record.js';

/** A piece of the file: bytes of its own, or a part of one entry's content. Both ends are included, as in HTTP. */
export type ZipSegment =
  | { kind: 'bytes'; bytes: Uint8Array }
  | { kind: 'content'; entry: number; start: number; end: number };

export class ZipLayout {
  /** Bytes of the whole file. */
  readonly size: number;
  /** Where each entry's local header starts, and last where the central directory does. */
  private readonly locals: Float64Array;
  /** Where each entry's central header starts, and last where the end records do. */
  private readonly centrals: Float64Array;
  private readonly end: ZipEnd;

  constructor(private readonly entries: readonly ZipEntry[]) {
    const count = entries.length;
    this.locals = startsOf(0, entries, (entry) => localHeaderBytes(entry) + entry.size);
    const offset = this.locals[count] ?? 0;
    this.centrals = startsOf(offset, entries, (entry, i) => centralHeaderBytes(entry, this.locals[i] ?? 0));
    const endAt = this.centrals[count] ?? offset;
    this.end = { entries: count, offset, size: endAt - offset };
    this.size = endAt + endRecordsBytes(this.end);
  }

  /** The pieces from byte `start` to byte `end`, both included, in order and without gaps. */
  *segments(start = 0, end = this.size - 1): Generator<ZipSegment> {
    const count = this.entries.length;
    for (let i = indexAt(this.locals, start); i < count && startAt(this.locals, i) <= end; i += 1) {
      const entry = this.entries[i];
      if (!entry) return;
      const at = startAt(this.locals, i);
      const contentAt = at + localHeaderBytes(entry);
      if (start < contentAt) yield* cut(localHeader(entry), at, start, end);
      const from = Math.max(start - contentAt, 0);
      const to = Math.min(end - contentAt, entry.size - 1);
      if (from <= to) yield { kind: 'content', entry: i, start: from, end: to };
    }
    for (let i = indexAt(this.centrals, start); i < count && startAt(this.centrals, i) <= end; i += 1) {
      const entry = this.entries[i];
      if (!entry) return;
      yield* cut(centralHeader(entry, startAt(this.locals, i)), startAt(this.centrals, i), start, end);
    }
    yield* cut(endRecords(this.end), startAt(this.centrals, count), start, end);
  }
}

function startsOf(
  first: number,
  entries: readonly ZipEntry[],
  bytesOf: (entry: ZipEntry, i: number) => number,
): Float64Array {
  const starts = new Float64Array(entries.length + 1);
  starts[0] = first;
  entries.forEach((entry, i) => {
    starts[i + 1] = (starts[i] ?? 0) + bytesOf(entry, i);
  });
  return starts;
}

const startAt = (starts: Float64Array, i: number): number => starts[i] ?? Infinity;

/** The last piece that starts at or before `position`; the first one for a position before all of them. */
function indexAt(starts: Float64Array, position: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (startAt(starts, middle) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** What of `bytes`, which lie at `at`, belongs to the part asked for. */
function* cut(bytes: Uint8Array, at: number, start: number, end: number): Generator<ZipSegment> {
  const part = bytes.subarray(Math.max(start - at, 0), Math.max(end - at + 1, 0));
  if (part.length > 0) yield { kind: 'bytes', bytes: part };
}
