/**
 * @module The key of an event's photos, sealed under the event's data key: so it goes with that one, is sealed anew where that one is
 * replaced, and outlives the end of the faces.
 */
import { createDataKey } from './data.key.js';
import type { OneOrMore } from './purpose.keys.js';
import { openWithAny, reseal, seal, type OpeningKeys } from './sealed.box.js';

/** A new one, 32 random bytes, sealed. */
export function createPhotoKey(dataKey: Uint8Array, eventId: string): Uint8Array<ArrayBuffer> {
  const key = createDataKey();
  try {
    return seal(dataKey, key, belongsTo(eventId));
  } finally {
    key.fill(0);
  }
}

/** @throws SealedBoxError when it belongs to another event, or was changed. */
export function openPhotoKey(
  dataKeys: OpeningKeys,
  box: Uint8Array,
  eventId: string,
): Uint8Array<ArrayBuffer> {
  return openWithAny(dataKeys, box, belongsTo(eventId));
}

/** Under the newest key; null when it is already. @throws SealedBoxError when no key opens it. */
export function resealPhotoKey(
  dataKeys: OneOrMore,
  box: Uint8Array,
  eventId: string,
): Uint8Array<ArrayBuffer> | null {
  return reseal(dataKeys, box, belongsTo(eventId));
}

function belongsTo(eventId: string): string {
  return JSON.stringify(['photo-key', eventId]);
}
