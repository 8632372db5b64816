/** @module A TIFF structure as an EXIF block is one, of directories that a test writes out. */

/** A value's bytes with its type; or a directory, to which the entry leads; or bytes that are made knowing where they lie. */
export type BlockValue =
  | { type: number; count: number; bytes: Uint8Array }
  | { directory: BlockDirectory }
  | { note: (at: number) => Uint8Array };
export type BlockDirectory = Readonly<Record<number, BlockValue>>;

const LONG = 4;
const UNDEFINED = 7;

export function asciiValue(text: string): BlockValue {
  const bytes = Buffer.from(`${text}\0`, 'latin1');
  return { type: 2, count: bytes.length, bytes };
}

/** @param at of the structure's first byte in whatever counts its values */
export function tiffBlock(directory: BlockDirectory, bigEndian = false): Buffer<ArrayBuffer> {
  const head = Buffer.from(bigEndian ? 'MM\0*\0\0\0\x08' : 'II*\0\x08\0\0\0', 'latin1');
  return Buffer.concat([head, directoryAt(directory, 8, bigEndian)]);
}

/** A directory that lies at `at`, with its values behind it. */
export function directoryAt(
  directory: BlockDirectory,
  at: number,
  bigEndian: boolean,
  hasNext = true,
): Buffer<ArrayBuffer> {
  const entries = Object.entries(directory);
  const table = Buffer.alloc(2 + entries.length * 12 + (hasNext ? 4 : 0));
  const uint16 = (value: number, place: number): unknown =>
    bigEndian ? table.writeUInt16BE(value, place) : table.writeUInt16LE(value, place);
  const uint32 = (value: number, place: number): unknown =>
    bigEndian ? table.writeUInt32BE(value, place) : table.writeUInt32LE(value, place);
  const values: Buffer[] = [];
  let end = at + table.length;
  const put = (bytes: Uint8Array): number => {
    const place = end;
    values.push(Buffer.concat([bytes, Buffer.alloc(bytes.length % 2)]));
    end += bytes.length + (bytes.length % 2);
    return place;
  };
  uint16(entries.length, 0);
  entries.forEach(([tag, value], i) => {
    const place = 2 + i * 12;
    uint16(Number(tag), place);
    if ('directory' in value) {
      uint16(LONG, place + 2);
      uint32(1, place + 4);
      uint32(put(directoryAt(value.directory, end, bigEndian)), place + 8);
      return;
    }
    const { type, count, bytes } =
      'note' in value ? { type: UNDEFINED, count: value.note(end).length, bytes: value.note(end) } : value;
    uint16(type, place + 2);
    uint32(count, place + 4);
    if (bytes.length <= 4) table.set(bytes, place + 8);
    else uint32(put(bytes), place + 8);
  });
  return Buffer.concat([table, ...values]);
}
