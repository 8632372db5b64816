/**
 * @module The records of a ZIP file (PKWARE APPNOTE 6.3.10, 4.3), for entries that are stored and not compressed: photos
 * are compressed already, and a stored entry has a length that is known beforehand. ZIP64 fields only where a number
 * needs them, because the oldest programs do not know them.
 */

export interface ZipEntry {
  /** Relative path; written as UTF-8. */
  name: string;
  /** Bytes of the content. */
  size: number;
  /** CRC-32 of the content, unsigned. */
  crc32: number;
  /** Wall-clock time in its UTC fields: a ZIP knows no time zones. */
  modifiedAt: Date;
}

/** From this on the number stands in a ZIP64 field, and this here says so. */
const MAX_32 = 0xffffffff;
const MAX_16 = 0xffff;

const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const LOCAL_ZIP64_BYTES = 20;
const END_BYTES = 22;
const END_ZIP64_BYTES = 56 + 20;

const VERSION_STORED = 10;
const VERSION_ZIP64 = 45;
/** Unix, so that the file mode below counts. */
const MADE_BY = (3 << 8) | VERSION_ZIP64;
const REGULAR_FILE = 0o100644 * 0x10000;
const UTF8_NAME = 0x0800;
const STORED = 0;

export function localHeaderBytes({ name, size }: ZipEntry): number {
  return LOCAL_BYTES + Buffer.byteLength(name) + (size >= MAX_32 ? LOCAL_ZIP64_BYTES : 0);
}

export function localHeader(entry: ZipEntry): Buffer {
  const name = Buffer.from(entry.name);
  const large = entry.size >= MAX_32;
  const header = Buffer.alloc(localHeaderBytes(entry));
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(large ? VERSION_ZIP64 : VERSION_STORED, 4);
  writeCommon(header, 6, entry);
  header.writeUInt16LE(name.length, 26);
  header.writeUInt16LE(large ? LOCAL_ZIP64_BYTES : 0, 28);
  name.copy(header, LOCAL_BYTES);
  if (large) writeZip64(header, LOCAL_BYTES + name.length, [entry.size, entry.size]);
  return header;
}

/** @param offset of the entry's local header. */
export function centralHeaderBytes({ name, size }: ZipEntry, offset: number): number {
  const numbers = largeNumbers(size, offset).length;
  return CENTRAL_BYTES + Buffer.byteLength(name) + (numbers > 0 ? 4 + 8 * numbers : 0);
}

export function centralHeader(entry: ZipEntry, offset: number): Buffer {
  const name = Buffer.from(entry.name);
  const numbers = largeNumbers(entry.size, offset);
  const header = Buffer.alloc(centralHeaderBytes(entry, offset));
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(MADE_BY, 4);
  header.writeUInt16LE(numbers.length > 0 ? VERSION_ZIP64 : VERSION_STORED, 6);
  writeCommon(header, 8, entry);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(numbers.length > 0 ? 4 + 8 * numbers.length : 0, 30);
  header.writeUInt32LE(REGULAR_FILE, 38);
  header.writeUInt32LE(Math.min(offset, MAX_32), 42);
  name.copy(header, CENTRAL_BYTES);
  if (numbers.length > 0) writeZip64(header, CENTRAL_BYTES + name.length, numbers);
  return header;
}

export interface ZipEnd {
  entries: number;
  /** Where the central directory starts, and how long it is. */
  offset: number;
  size: number;
}

export function endRecordsBytes(end: ZipEnd): number {
  return END_BYTES + (needsZip64(end) ? END_ZIP64_BYTES : 0);
}

export function endRecords(end: ZipEnd): Buffer {
  const { entries, offset, size } = end;
  const records = Buffer.alloc(endRecordsBytes(end));
  if (needsZip64(end)) {
    records.writeUInt32LE(0x06064b50, 0);
    writeUInt64(records, 4, 44); // the length of what follows
    records.writeUInt16LE(MADE_BY, 12);
    records.writeUInt16LE(VERSION_ZIP64, 14);
    writeUInt64(records, 24, entries);
    writeUInt64(records, 32, entries);
    writeUInt64(records, 40, size);
    writeUInt64(records, 48, offset);
    records.writeUInt32LE(0x07064b50, 56);
    writeUInt64(records, 64, offset + size);
    records.writeUInt32LE(1, 72); // one file, not a set of disks
  }
  const at = records.length - END_BYTES;
  records.writeUInt32LE(0x06054b50, at);
  records.writeUInt16LE(Math.min(entries, MAX_16), at + 8);
  records.writeUInt16LE(Math.min(entries, MAX_16), at + 10);
  records.writeUInt32LE(Math.min(size, MAX_32), at + 12);
  records.writeUInt32LE(Math.min(offset, MAX_32), at + 16);
  return records;
}

function needsZip64({ entries, offset, size }: ZipEnd): boolean {
  return entries >= MAX_16 || offset >= MAX_32 || size >= MAX_32;
}

/** Flags, method, time, CRC and both sizes stand in this order in both headers. */
function writeCommon(header: Buffer, at: number, { size, crc32, modifiedAt }: ZipEntry): void {
  const { date, time } = dosTime(modifiedAt);
  header.writeUInt16LE(UTF8_NAME, at);
  header.writeUInt16LE(STORED, at + 2);
  header.writeUInt16LE(time, at + 4);
  header.writeUInt16LE(date, at + 6);
  header.writeUInt32LE(crc32, at + 8);
  header.writeUInt32LE(Math.min(size, MAX_32), at + 12);
  header.writeUInt32LE(Math.min(size, MAX_32), at + 16);
}

/** What a central header has no room for, in the order of APPNOTE 4.5.3. */
function largeNumbers(size: number, offset: number): number[] {
  return [...(size >= MAX_32 ? [size, size] : []), ...(offset >= MAX_32 ? [offset] : [])];
}

function writeZip64(header: Buffer, at: number, numbers: readonly number[]): void {
  header.writeUInt16LE(1, at);
  header.writeUInt16LE(8 * numbers.length, at + 2);
  numbers.forEach((number, i) => writeUInt64(header, at + 4 + 8 * i, number));
}

function writeUInt64(target: Buffer, at: number, value: number): void {
  target.writeBigUInt64LE(BigInt(value), at);
}

/** Two seconds is as exact as DOS was; it knows the years from 1980 to 2107. */
function dosTime(at: Date): { date: number; time: number } {
  const year = at.getUTCFullYear();
  if (!(year >= 1980)) return { date: (1 << 5) | 1, time: 0 };
  if (year > 2107) return { date: (127 << 9) | (12 << 5) | 31, time: 0 };
  return {
    date: ((year - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
  };
}
