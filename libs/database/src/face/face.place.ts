/**
 * @module Where a face is in its photo: sealed under the key of its event, which this library never has. Whoever calls brings
 * what opens and seals.
 */
import type { Box } from '@visage/contracts/geometry.contract';
import { Prisma } from '../generated/client.js';

/** Opens and seals with the key of one event, as it was opened for the work at hand. */
export interface FacePlaces {
  /** Of that key; see requireKeyRevision. */
  readonly keyRevision: number;
  /** @param box pixels of the upright image */
  seal(faceId: string, box: Box): Uint8Array<ArrayBuffer>;
  /** Null when no key of the event opens it. */
  open(faceId: string, place: Uint8Array): Box | null;
}

/** Sealed; or in clear, as versions before wrote it, until the detector has sealed it. */
export type StoredPlace = Uint8Array | Box;

interface PlaceColumns {
  place: Uint8Array | null;
  x: number | null;
  y: number | null;
  width: number | null;
  height: number | null;
}

/** The schema sees to it that a face has either. */
export function storedPlace({ place, x, y, width, height }: PlaceColumns): StoredPlace {
  return place ?? [x ?? 0, y ?? 0, width ?? 0, height ?? 0];
}

/** Of the face `f`, for statements that answer JSON: base64 where it is sealed. */
export const PLACE_JSON = Prisma.sql`
  coalesce(to_json(encode(f.place, 'base64')), json_build_array(f.x, f.y, f.width, f.height))`;

export type PlaceJson = string | Box;

export function placeOfJson(place: PlaceJson): StoredPlace {
  return typeof place === 'string' ? Buffer.from(place, 'base64') : place;
}

/** Null when it does not open. */
export function boxOf(faceId: string, place: StoredPlace, places: Pick<FacePlaces, 'open'>): Box | null {
  return place instanceof Uint8Array ? places.open(faceId, place) : place;
}
