/**
 * @module Pictures of a face, sealed with its event's key and bound to the face: what people see, and what the
 * embedder sees.
 */

import type { OneOrMore } from './purpose.keys.js';
import { openWithAny, reseal, seal, type OpeningKeys } from './sealed.box.js';

/** `crop` is shown to people, `aligned` is the embedder's input. */
export type FacePicture = 'crop' | 'aligned';

export function sealFacePicture(
  dataKey: Uint8Array,
  picture: Uint8Array,
  faceId: string,
  kind: FacePicture,
): Uint8Array<ArrayBuffer> {
  return seal(dataKey, picture, belongsTo(faceId, kind));
}

/** @throws SealedBoxError when the box belongs to another face or kind, or was changed. */
export function openFacePicture(
  dataKeys: OpeningKeys,
  box: Uint8Array,
  faceId: string,
  kind: FacePicture,
): Uint8Array<ArrayBuffer> {
  return openWithAny(dataKeys, box, belongsTo(faceId, kind));
}

/** Under the newest key; null when it is already. @throws SealedBoxError when no key opens it. */
export function resealFacePicture(
  dataKeys: OneOrMore,
  box: Uint8Array,
  faceId: string,
  kind: FacePicture,
): Uint8Array<ArrayBuffer> | null {
  return reseal(dataKeys, box, belongsTo(faceId, kind));
}

function belongsTo(faceId: string, kind: FacePicture): string {
  return JSON.stringify(['face', faceId, kind]);
}
