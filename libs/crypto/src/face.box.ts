/**
 * @module Pictures of a face, sealed with its event's key and bound to the face: what people see, and what the
 * embedder sees.
 */

import { open, seal } from './sealed.box.js';

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
  dataKey: Uint8Array,
  box: Uint8Array,
  faceId: string,
  kind: FacePicture,
): Uint8Array<ArrayBuffer> {
  return open(dataKey, box, belongsTo(faceId, kind));
}

function belongsTo(faceId: string, kind: FacePicture): string {
  return JSON.stringify(['face', faceId, kind]);
}
