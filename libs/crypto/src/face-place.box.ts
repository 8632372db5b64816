/** @module Where a face is in its photo, sealed with its event's key and bound to the face: four little-endian float64 values. */

import type { Box } from '@visage/contracts/geometry.contract';
import type { OneOrMore } from './purpose.keys.js';
import { SealedBoxError, openWithAny, reseal, seal, type OpeningKeys } from './sealed.box.js';

const NUMBER_BYTES = 8;
const PLACE_BYTES = 4 * NUMBER_BYTES;

/**
 * @param dataKey the event's key, 32 bytes.
 * @param box pixels of the upright image; the numbers are kept as they are.
 */
export function sealFacePlace(dataKey: Uint8Array, box: Box, faceId: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(PLACE_BYTES);
  const view = new DataView(bytes.buffer);
  box.forEach((value, index) => view.setFloat64(index * NUMBER_BYTES, value, true));
  return seal(dataKey, bytes, belongsTo(faceId));
}

/** Null when it does not open: of another face or key, or changed. One damaged place keeps nobody from the others. */
export function tryOpenFacePlace(dataKeys: OpeningKeys, place: Uint8Array, faceId: string): Box | null {
  try {
    return openFacePlace(dataKeys, place, faceId);
  } catch (error) {
    if (error instanceof SealedBoxError) return null;
    throw error;
  }
}

/** Under the newest key; null when it is already. @throws SealedBoxError when no key opens it. */
export function resealFacePlace(
  dataKeys: OneOrMore,
  place: Uint8Array,
  faceId: string,
): Uint8Array<ArrayBuffer> | null {
  return reseal(dataKeys, place, belongsTo(faceId));
}

/** @throws SealedBoxError when it belongs to another face or key, or was changed. */
export function openFacePlace(dataKeys: OpeningKeys, place: Uint8Array, faceId: string): Box {
  const bytes = openWithAny(dataKeys, place, belongsTo(faceId));
  if (bytes.length !== PLACE_BYTES) throw new SealedBoxError(`${bytes.length} bytes are no place of a face`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const at = (index: number): number => view.getFloat64(index * NUMBER_BYTES, true);
  const box: Box = [at(0), at(1), at(2), at(3)];
  bytes.fill(0);
  return box;
}

function belongsTo(faceId: string): string {
  return JSON.stringify(['face', faceId, 'place']);
}
