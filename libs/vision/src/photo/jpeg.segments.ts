/** @module The segments of a JPEG file (ITU T.81, annex B). */

export interface JpegSegment {
  /** Its second byte: `0xda` begins a scan. */
  marker: number;
  /** Of the marker's first byte. */
  start: number;
  /** After the segment; what a scan holds comes behind it. */
  end: number;
  /** Without marker and length. */
  data: Uint8Array;
}

const START = 0xd8;
const END = 0xd9;
const SCAN = 0xda;

/** From the one after the start to the last before the end marker, or to where the file breaks off inside one. */
export function* jpegSegments(bytes: Uint8Array): Generator<JpegSegment> {
  if (bytes[0] !== 0xff || bytes[1] !== START) return;
  let at = 2;
  for (;;) {
    while (at + 1 < bytes.length && !isMarker(bytes, at)) at += 1;
    const marker = bytes[at + 1];
    if (marker === undefined || marker === END || at + 4 > bytes.length) return;
    const end = at + 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
    if (end < at + 4 || end > bytes.length) return;
    yield { marker, start: at, end, data: bytes.subarray(at + 4, end) };
    at = end;
  }
}

/** Neither a filling byte, nor one of the data: a stuffed 0xff, or where decoders may begin anew. */
function isMarker(bytes: Uint8Array, at: number): boolean {
  const marker = bytes[at + 1] ?? 0;
  return (
    bytes[at] === 0xff && marker !== 0 && marker !== 0xff && marker !== 1 && (marker < 0xd0 || marker > 0xd7)
  );
}

/** SOF0 to SOF15 without the tables that lie between them: DHT, JPG and DAC. */
export function isFrame({ marker }: JpegSegment): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

export function isScan({ marker }: JpegSegment): boolean {
  return marker === SCAN;
}
