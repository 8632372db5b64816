/** @module The location in a PNG (third edition): an EXIF chunk, and text chunks, of which those that are packed can only be refused. */
import { crc32, inflateSync } from 'node:zlib';
import { UnblankableError, type BlankedFile, type FilePart } from './blanked.file.js';
import { blankExif } from './exif.blank.js';

/** Unpacked; EXIF and XMP have kilobytes. */
const MOST_UNPACKED = 8 * 1024 * 1024;

interface Chunk {
  type: string;
  data: FilePart;
}

export function isPng(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, 8) === '\x89PNG\r\n\x1a\n';
}

/** @param tells whether something that lies packed in the file tells a location. */
export function blankPng(file: BlankedFile, tells: (bytes: Uint8Array) => boolean): void {
  for (const { type, data } of chunksOf(file.bytes)) {
    if (type === 'eXIf') blankExif(file, data);
    if (!['tEXt', 'zTXt', 'iTXt'].includes(type)) continue;
    const hidden = hiddenIn(type, file.bytes.subarray(data.start, data.end));
    if (hidden && tells(hidden))
      throw new UnblankableError('It tells its location in a text that is packed.');
  }
}

/** Each chunk ends in the CRC-32 of its type and data. */
export function renewChecksums(file: BlankedFile): void {
  for (const { data } of chunksOf(file.bytes)) {
    if (!file.touches(data)) continue;
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(file.bytes.subarray(data.start - 4, data.end)));
    file.write(data.end, sum);
  }
}

function* chunksOf(bytes: Buffer): Generator<Chunk> {
  for (let at = 8; at + 12 <= bytes.length;) {
    const start = at + 8;
    const end = start + bytes.readUInt32BE(at);
    if (end + 4 > bytes.length) return;
    yield { type: bytes.toString('latin1', at + 4, start), data: { start, end } };
    at = end + 4;
  }
}

/** What a text chunk holds in another form than it is: packed, or as the digits of a "raw profile". Null for plain text. */
function hiddenIn(type: string, data: Buffer): Uint8Array | null {
  const nameEnd = data.indexOf(0);
  if (nameEnd < 0) return null;
  const isProfile = data.toString('latin1', 0, nameEnd).startsWith('Raw profile type');
  if (type === 'iTXt') {
    if (data[nameEnd + 1] !== 1) return null;
    // language and translated name, each ended by a zero
    const text = data.indexOf(0, data.indexOf(0, nameEnd + 3) + 1) + 1;
    return unpacked(data.subarray(text));
  }
  const text = type === 'zTXt' ? unpacked(data.subarray(nameEnd + 2)) : data.subarray(nameEnd + 1);
  if (isProfile) return bytesOfProfile(text);
  return type === 'zTXt' ? text : null;
}

function unpacked(bytes: Uint8Array): Buffer {
  try {
    return inflateSync(bytes, { maxOutputLength: MOST_UNPACKED });
  } catch {
    throw new UnblankableError('A text in it cannot be unpacked.');
  }
}

/** As ImageMagick writes it: name, length, then hexadecimal digits in lines. */
function bytesOfProfile(text: Buffer): Buffer {
  const digits = /^\s*\S+\s+\d+\s([0-9a-f\s]*)$/i.exec(text.toString('latin1').replace(/\0+$/, ''))?.[1];
  if (digits === undefined) throw new UnblankableError('A profile in it cannot be read.');
  return Buffer.from(digits.replace(/\s/g, ''), 'hex');
}
