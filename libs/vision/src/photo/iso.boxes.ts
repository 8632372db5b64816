/** @module The top-level boxes of an ISO base media file (ISO/IEC 14496-12), the container of HEIC and AVIF. */

/** Boxes that hold the photo; what devices append after them (motion, vendor notes) may be anything. */
const PHOTO_BOXES = new Set(['ftyp', 'meta', 'mdat']);

/** An animation alone has `moov`; what is, or begins with, a still picture has `meta` (ISO/IEC 23008-12). */
export function isAnimationOnly(bytes: Uint8Array): boolean {
  const types = new Set(topBoxes(bytes).map(({ type }) => type));
  return types.has('moov') && !types.has('meta');
}

/** Whether one of the photo's own boxes claims to be longer than the rest of the file. */
export function isCutOff(bytes: Uint8Array): boolean {
  return topBoxes(bytes).some(({ type, isCut }) => isCut && PHOTO_BOXES.has(type));
}

/** Up to the first that reaches the end of the file, or is none. */
function topBoxes(bytes: Uint8Array): { type: string; isCut: boolean }[] {
  const boxes: { type: string; isCut: boolean }[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + 8 <= bytes.length) {
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    let length = view.getUint32(at);
    // 1: the length follows in 64 bits; 0: to the end of the file
    const isLong = length === 1;
    if (isLong && at + 16 > bytes.length) return [...boxes, { type, isCut: true }];
    if (isLong) length = Number(view.getBigUint64(at + 8));
    else if (length === 0) length = bytes.length - at;
    if (length < 8) return boxes;
    boxes.push({ type, isCut: at + length > bytes.length });
    at += length;
  }
  return boxes;
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
