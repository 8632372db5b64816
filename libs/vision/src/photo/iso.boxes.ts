/** @module The boxes of an ISO base media file (ISO/IEC 14496-12), the container of HEIC, AVIF and videos. */

/** Boxes that hold the photo; what devices append after them (motion, vendor notes) may be anything. */
const PHOTO_BOXES = new Set(['ftyp', 'meta', 'mdat']);

/** An animation alone has `moov`; what is, or begins with, a still picture has `meta` (ISO/IEC 23008-12). */
export function isAnimationOnly(bytes: Uint8Array): boolean {
  const types = new Set([...isoBoxes(bytes)].map(({ type }) => type));
  return types.has('moov') && !types.has('meta');
}

/** Whether one of the photo's own boxes claims to be longer than the rest of the file. */
export function isCutOff(bytes: Uint8Array): boolean {
  return [...isoBoxes(bytes)].some(({ type, isCut }) => isCut && PHOTO_BOXES.has(type));
}

export interface IsoBox {
  /** Four letters. */
  type: string;
  start: number;
  /** Where what it holds begins, and behind its last byte; within the part that was looked at. */
  body: number;
  end: number;
  /** It claims to be longer than that. */
  isCut: boolean;
}

/** The boxes that follow each other from `from` on, up to the first that reaches `to`, or is none. */
export function* isoBoxes(bytes: Uint8Array, from = 0, to = bytes.length): Generator<IsoBox> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let start = from; start + 8 <= to;) {
    const type = String.fromCharCode(...bytes.subarray(start + 4, start + 8));
    let length = view.getUint32(start);
    // 1: the length follows in 64 bits; 0: to the end of the file
    const body = start + (length === 1 ? 16 : 8);
    if (body > to) length = Infinity;
    else if (length === 1) length = Number(view.getBigUint64(start + 8));
    else if (length === 0) length = to - start;
    if (start + length < body) return;
    yield {
      type,
      start,
      body: Math.min(body, to),
      end: Math.min(start + length, to),
      isCut: start + length > to,
    };
    start += length;
  }
}

/**
 * Decoders demand one of a few major brands; files that list one of them as compatible have the same content.
 * @param brand four letters, to be set where the major brand is not among `known`.
 */
export function withBrand(bytes: Uint8Array, brand: string, known: readonly string[]): Uint8Array {
  if (known.includes(String.fromCharCode(...bytes.subarray(8, 12)))) return bytes;
  const copy = Uint8Array.from(bytes);
  copy.set(new TextEncoder().encode(brand), 8);
  return copy;
}
