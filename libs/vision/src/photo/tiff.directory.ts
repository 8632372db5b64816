/** @module The directories of a TIFF file (TIFF 6.0, and TIFF/EP for those below others), as far as they can be read. */

export interface TiffDirectory {
  /** Numbers of a tag; empty when it is absent, of a type without whole numbers, or lies outside the file. */
  numbers(tag: number): readonly number[];
  /** The first number of a tag. */
  number(tag: number): number | undefined;
  /** Trimmed; empty when there is none. */
  text(tag: number): string;
}

const SUB_DIRECTORIES = 330;
/** Cameras write up to ten; a file that points in circles ends here. */
const MOST_DIRECTORIES = 32;
/** Values of one tag that are looked at. */
const MOST_VALUES = 64;

/** Bytes of a value of each type that is read: BYTE, ASCII, SHORT, LONG and IFD. */
const SIZES = new Map([
  [1, 1],
  [2, 1],
  [3, 2],
  [4, 4],
  [13, 4],
]);

/** The first one and those that follow it, each before those below it. None when the file is no TIFF. */
export function tiffDirectories(bytes: Uint8Array): TiffDirectory[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const order = bytes.length < 8 ? 0 : view.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return [];
  const little = order === 0x4949;
  if (view.getUint16(2, little) !== 42) return [];
  const found: TiffDirectory[] = [];
  const seen = new Set<number>();
  const follow = (start: number): void => {
    for (let at = start; at !== 0 && !seen.has(at) && seen.size < MOST_DIRECTORIES;) {
      seen.add(at);
      const read = readDirectory(view, at, little);
      if (!read) return;
      found.push(read.directory);
      for (const below of read.directory.numbers(SUB_DIRECTORIES)) follow(below);
      at = read.next;
    }
  };
  follow(view.getUint32(4, little));
  return found;
}

interface Entry {
  type: number;
  count: number;
  /** Where its values begin. */
  at: number;
}

function readDirectory(
  view: DataView,
  at: number,
  little: boolean,
): { directory: TiffDirectory; next: number } | null {
  if (at + 2 > view.byteLength) return null;
  const end = at + 2 + view.getUint16(at, little) * 12;
  if (end + 4 > view.byteLength) return null;
  const entries = new Map<number, Entry>();
  for (let entry = at + 2; entry < end; entry += 12) {
    const type = view.getUint16(entry + 2, little);
    const count = view.getUint32(entry + 4, little);
    const inside = (SIZES.get(type) ?? 1) * count <= 4;
    const values = inside ? entry + 8 : view.getUint32(entry + 8, little);
    entries.set(view.getUint16(entry, little), { type, count, at: values });
  }
  const numbers = (tag: number): number[] => {
    const entry = entries.get(tag);
    const size = SIZES.get(entry?.type ?? 0);
    if (!entry || size === undefined || entry.at + size * entry.count > view.byteLength) return [];
    return Array.from({ length: Math.min(entry.count, MOST_VALUES) }, (_, i) => {
      const value = entry.at + i * size;
      if (size === 1) return view.getUint8(value);
      return size === 2 ? view.getUint16(value, little) : view.getUint32(value, little);
    });
  };
  return {
    directory: {
      numbers,
      number: (tag) => numbers(tag)[0],
      text: (tag) =>
        String.fromCharCode(...numbers(tag))
          .replace(/\0.*$/s, '')
          .trim(),
    },
    next: view.getUint32(end, little),
  };
}
