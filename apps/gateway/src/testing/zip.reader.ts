/** @module Reads a ZIP as a strict program would: from its end, over the directory, to each local header. */

export interface ReadEntry {
  name: string;
  size: number;
  crc32: number;
  modifiedAt: string;
  /** Where its content starts. */
  contentAt: number;
}

/** `length` bytes from `start` of the file. */
export type ReadAt = (start: number, length: number) => Buffer;

/** @throws Error when two places of the file disagree about an entry. */
export function readZip(readAt: ReadAt, size: number): ReadEntry[] {
  const { entries: count, offset, bytes } = readEnd(readAt, size);
  const directory = readAt(offset, bytes);
  const entries: ReadEntry[] = [];
  let at = 0;
  for (let i = 0; i < count; i += 1) {
    expectSame('directory signature', directory.readUInt32LE(at), 0x02014b50);
    const nameBytes = directory.readUInt16LE(at + 28);
    const extraBytes = directory.readUInt16LE(at + 30);
    const extra = directory.subarray(at + 46 + nameBytes, at + 46 + nameBytes + extraBytes);
    const numbers = zip64Numbers(extra);
    const wide = (value: number): number => (value === 0xffffffff ? numbers() : value);
    const entrySize = wide(directory.readUInt32LE(at + 24));
    const stored = wide(directory.readUInt32LE(at + 20));
    const header = wide(directory.readUInt32LE(at + 42));
    expectSame('stored size', stored, entrySize);
    const entry = {
      name: directory.toString('utf8', at + 46, at + 46 + nameBytes),
      size: entrySize,
      crc32: directory.readUInt32LE(at + 16),
      modifiedAt: timeOf(directory.readUInt16LE(at + 14), directory.readUInt16LE(at + 12)),
    };
    entries.push({ ...entry, contentAt: readLocal(readAt, header, entry) });
    at += 46 + nameBytes + extraBytes + directory.readUInt16LE(at + 32);
  }
  expectSame('directory length', at, bytes);
  return entries;
}

function readEnd(readAt: ReadAt, size: number): { entries: number; offset: number; bytes: number } {
  const end = readAt(size - 22, 22);
  expectSame('end signature', end.readUInt32LE(0), 0x06054b50);
  const [entries, bytes, offset] = [end.readUInt16LE(10), end.readUInt32LE(12), end.readUInt32LE(16)];
  if (entries !== 0xffff && bytes !== 0xffffffff && offset !== 0xffffffff) {
    expectSame('end of the directory', offset + bytes, size - 22);
    return { entries, offset, bytes };
  }
  const locator = readAt(size - 42, 20);
  expectSame('ZIP64 locator', locator.readUInt32LE(0), 0x07064b50);
  const recordAt = Number(locator.readBigUInt64LE(8));
  expectSame('ZIP64 end', recordAt, size - 98);
  const record = readAt(recordAt, 56);
  expectSame('ZIP64 end signature', record.readUInt32LE(0), 0x06064b50);
  const wide = [24, 32, 40, 48].map((position) => Number(record.readBigUInt64LE(position)));
  const [onDisk = 0, all = 0, wideBytes = 0, wideOffset = 0] = wide;
  expectSame('entries on this disk', onDisk, all);
  expectSame('end of the directory', wideOffset + wideBytes, recordAt);
  return { entries: all, offset: wideOffset, bytes: wideBytes };
}

function readLocal(readAt: ReadAt, at: number, entry: Omit<ReadEntry, 'contentAt'>): number {
  const fixed = readAt(at, 30);
  expectSame(`${entry.name}: local signature`, fixed.readUInt32LE(0), 0x04034b50);
  expectSame(`${entry.name}: UTF-8 flag`, fixed.readUInt16LE(6), 0x0800);
  expectSame(`${entry.name}: method`, fixed.readUInt16LE(8), 0);
  expectSame(`${entry.name}: CRC-32`, fixed.readUInt32LE(14), entry.crc32);
  const nameBytes = fixed.readUInt16LE(26);
  const extraBytes = fixed.readUInt16LE(28);
  const rest = readAt(at + 30, nameBytes + extraBytes);
  const numbers = zip64Numbers(rest.subarray(nameBytes));
  const size = fixed.readUInt32LE(22);
  expectSame(`${entry.name}: size`, size === 0xffffffff ? numbers() : size, entry.size);
  expectSame(`${entry.name}: name`, rest.toString('utf8', 0, nameBytes), entry.name);
  return at + 30 + nameBytes + extraBytes;
}

function zip64Numbers(extra: Buffer): () => number {
  let at = 4;
  return () => {
    expectSame('ZIP64 field', extra.readUInt16LE(0), 1);
    const value = Number(extra.readBigUInt64LE(at));
    at += 8;
    return value;
  };
}

function timeOf(date: number, time: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${1980 + (date >> 9)}-${two((date >> 5) & 15)}-${two(date & 31)}`;
  return `${day}T${two(time >> 11)}:${two((time >> 5) & 63)}:${two((time & 31) * 2)}`;
}

function expectSame(what: string, found: unknown, expected: unknown): void {
  if (found !== expected) throw new Error(`${what}: ${String(found)} instead of ${String(expected)}`);
}
