/**
 * @module What to write over an original so that no byte of it tells where it was taken. Its length and its pixels stay, and so
 * does all else that it says. What cannot be taken out in place is named: such a file does not leave where the location is hidden.
 */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { LocationBlanks } from '@visage/contracts/photo-analysis.contract';
import { BlankedFile, UnblankableError } from './blanked.file.js';
import { blankItems, blankVideos } from './box.blank.js';
import { blankExif } from './exif.blank.js';
import { blankIptc, blankPhotoshop } from './iptc.blank.js';
import { blankPng, isPng, renewChecksums } from './png.blank.js';
import { blankXmp } from './xmp.blank.js';

/** Bytes written over the file: some hundred are usual, a long XMP packet has a few thousand. */
const MOST_WRITTEN = 256 * 1024;

/** Of any file; one that is damaged, or made to do harm, gets an answer, too. */
export function blankLocation(original: Uint8Array): LocationBlanks {
  const file = new BlankedFile(original);
  try {
    blankContainer(file);
    blankAnywhere(file);
    if (isPng(file.bytes)) renewChecksums(file);
  } catch (error) {
    // reads outside of the file: what it says of itself is wrong
    if (error instanceof RangeError) return { unblankable: 'It is damaged where it may tell its location.' };
    if (error instanceof UnblankableError) return { unblankable: error.message };
    throw error;
  }
  const patches = file.patches();
  if (patches.reduce((sum, { bytes }) => sum + bytes.length, 0) > MOST_WRITTEN)
    return { unblankable: 'It tells its location in too many places.' };
  return {
    patches,
    sha256: createHash('sha256').update(file.bytes).digest('hex'),
    md5: createHash('md5').update(file.bytes).digest('hex'),
    crc32: crc32(file.bytes),
  };
}

/** What is found by the structure of the file alone. */
function blankContainer(file: BlankedFile): void {
  const { bytes } = file;
  const head = bytes.toString('latin1', 0, 16);
  if (isPng(bytes)) blankPng(file, tells);
  else if (head.startsWith('RIFF')) blankWebp(file);
  else if (head.slice(4, 8) === 'ftyp') blankItems(file);
  else blankExif(file, { start: 0, end: bytes.length });
}

function blankWebp(file: BlankedFile): void {
  const { bytes } = file;
  for (let at = 12; at + 8 <= bytes.length;) {
    const start = at + 8;
    const size = bytes.readUInt32LE(at + 4);
    if (bytes.toString('latin1', at, at + 4) === 'EXIF')
      blankExif(file, { start, end: Math.min(start + size, bytes.length) });
    at = start + size + (size & 1);
  }
}

/**
 * What says by its first bytes what it is, wherever it lies: in segments of a JPEG, of the other pictures behind the first, of
 * previews inside RAW files, and in what devices append.
 */
function blankAnywhere(file: BlankedFile): void {
  blankExifBlocks(file);
  blankPhotoshop(file);
  blankXmp(file);
  blankVideos(file);
  const text = file.bytes.toString('latin1');
  for (const [mark, what] of UNKNOWN) if (mark.test(text)) throw new UnblankableError(what);
}

/** Readers are as generous; a picture's data hold this by chance in one file of 10^12. */
const EXIF = /exif\0[\s\S](?=II[*+]\0|MM\0[*+])/gi;

function blankExifBlocks(file: BlankedFile): void {
  for (const found of file.bytes.toString('latin1').matchAll(EXIF)) {
    const start = found.index + found[0].length;
    blankExif(file, { start, end: segmentEnd(file.bytes, found.index) });
  }
}

/** Of the JPEG segment (APP1) that begins four bytes before `at`; elsewhere the end of the file. */
function segmentEnd(bytes: Buffer, at: number): number {
  if (at < 4 || bytes.readUInt16BE(at - 4) !== 0xffe1) return bytes.length;
  return Math.min(at - 2 + bytes.readUInt16BE(at - 2), bytes.length);
}

/** What may hold a location in a form that is not understood here. */
const UNKNOWN: readonly (readonly [RegExp, string])[] = [
  [/latitude|longitude/i, 'Something in it speaks of latitude or longitude.'],
  [/\xff\xe1[\s\S]{2}FLIR\0/, 'A thermal camera may have written its location.'],
  [/\xff\xe6[\s\S]{2}GoPro\0[\s\S]{0,65535}?GPS/, 'A camera has written its location in a form of its own.'],
];

/** Whether something out of a packed part of a file tells a location. */
function tells(bytes: Uint8Array): boolean {
  const inside = new BlankedFile(bytes);
  blankExif(inside, { start: 0, end: bytes.length });
  if (bytes[0] === 0x1c) blankIptc(inside, { start: 0, end: bytes.length });
  blankAnywhere(inside);
  return inside.isTouched;
}
