/** @module Opens and seals where faces are, for the repositories, with the key of their event. */
import { sealFacePlace, tryOpenFacePlace } from '@visage/crypto/face-place.box';
import type { OneOrMore } from '@visage/crypto/purpose.keys';
import type { FacePlaces } from '@visage/database/face/face.place';
import type { EventKey } from './event.key.js';

/** For as long as the key is not wiped. */
export function placesOf({ opening, sealing, revision }: EventKey): FacePlaces {
  return {
    ...placesToRead(opening),
    keyRevision: revision,
    seal: (faceId, box) => sealFacePlace(sealing, box, faceId),
  };
}

export function placesToRead(opening: OneOrMore): Pick<FacePlaces, 'open'> {
  return { open: (faceId, place) => tryOpenFacePlace(opening, place, faceId) };
}
