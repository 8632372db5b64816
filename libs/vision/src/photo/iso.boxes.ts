/** @module The top-level boxes of an ISO base media file (ISO/IEC 14496-12), the container of HEIC and AVIF. */

/** Boxes that hold the photo; what devices append after them (motion, vendor notes) may be anything. */
const PHOTO_BOXES = new Set(['ftyp', 'meta', 'mdat']);

/** Whether one of the photo's own boxes claims to be longer than the rest of the file. */
export function isCutOff(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + 8 <= bytes.length) {
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    let length = view.getUint32(at);
    // 0: to the end of the file; 1: the length follows in 64 bits
    if (length === 0 || (length === 1 && at + 16 > bytes.length))
      return length === 1 && PHOTO_BOXES.has(type);
    if (length === 1) length = Number(view.getBigUint64(at + 8));
    if (length < 8) return false;
    if (at + length > bytes.length) return PHOTO_BOXES.has(type);
    at += length;
  }
  return false;
}
