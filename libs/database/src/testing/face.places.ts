/** @module Places of faces for tests that have no key: legible, and bound to their face all the same. */
import { boxSchema } from '@visage/contracts/geometry.contract';
import { z } from 'zod';
import type { FacePlaces } from '../face/face.place.js';

const legibleSchema = z.tuple([z.string(), boxSchema]);

export const LEGIBLE_PLACES: FacePlaces = {
  keyRevision: 0,
  seal: (faceId, box) => new Uint8Array(Buffer.from(JSON.stringify([faceId, box]))),
  open: (faceId, place) => {
    const [owner, box] = legibleSchema.parse(JSON.parse(Buffer.from(place).toString()));
    return owner === faceId ? box : null;
  },
};
