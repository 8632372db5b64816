/** @module Somebody of an event of sample photos who might come as a guest. */
import type { Box } from '@visage/contracts/geometry.contract';
import type { PhotoDetail } from '@visage/contracts/photo.contract';
import sharp, { type Region } from 'sharp';
import type { Api } from './api.js';
import { samplePhotoPath } from './photo.fixtures.js';

/** Which of the sample photos it is. */
export function sampleNumberOf(fileName: string): number {
  return Number(/sample(\d)/.exec(fileName)?.[1]);
}

/** Somebody who might come, with a selfie that shows nobody else. */
export interface PickedGuest {
  selfie: Buffer;
  /** Where the selfie was cut from: the number of a sample photo, and the box of the face in it. */
  from: { sample: number; box: Box };
  ownPhotoNames: string[];
}

/**
 * Whoever has the largest face.
 * @param known photos of somebody else: whoever is picked is in none of them
 */
export async function pickGuest(
  api: Api,
  eventId: string,
  known: readonly string[] = [],
): Promise<PickedGuest> {
  const guests = await pickGuests(api, eventId);
  const guest = guests.find(({ ownPhotoNames }) => !ownPhotoNames.some((name) => known.includes(name)));
  if (!guest) throw new Error('nobody in the event is alone anywhere');
  return guest;
}

/** Each person once who is somewhere without a neighbour, the largest faces first. */
export async function pickGuests(api: Api, eventId: string): Promise<PickedGuest[]> {
  const details = await Promise.all((await api.photos(eventId)).map((photo) => api.photo(photo.id)));
  const faces = details
    .flatMap((photo) => photo.faces.map((face) => ({ photo, face, window: windowAround(face.box, photo) })))
    .sort((a, b) => b.face.box[2] - a.face.box[2]);
  const people = new Set<string>();
  const picked: PickedGuest[] = [];
  for (const { photo, face, window } of faces) {
    const { personId } = face;
    const others = photo.faces.filter((one) => one !== face);
    if (personId === null || people.has(personId) || others.some(({ box }) => meets(box, window))) continue;
    people.add(personId);
    const sample = sampleNumberOf(photo.fileName);
    const selfie = await sharp(samplePhotoPath(sample))
      .extract(window)
      .flop()
      .modulate({ brightness: 1.1 })
      .toBuffer();
    const own = details.filter((one) => one.faces.some((seen) => seen.personId === personId));
    picked.push({
      selfie,
      from: { sample, box: face.box },
      ownPhotoNames: own.map(({ fileName }) => fileName),
    });
  }
  return picked;
}

function windowAround([x, y, width, height]: Box, photo: PhotoDetail): Region {
  const margin = 0.6 * Math.max(width, height);
  const left = Math.max(0, Math.round(x - margin));
  const top = Math.max(0, Math.round(y - margin));
  return {
    ...{ left, top },
    width: Math.min((photo.width ?? 0) - left, Math.round(width + 2 * margin)),
    height: Math.min((photo.height ?? 0) - top, Math.round(height + 2 * margin)),
  };
}

function meets([x, y, w, h]: Box, { left, top, width, height }: Region): boolean {
  return x < left + width && left < x + w && y < top + height && top < y + h;
}

/** Who that is in another event with the same photo. */
export async function personOf(api: Api, eventId: string, { from }: PickedGuest): Promise<string> {
  const photo = (await api.photos(eventId)).find(({ fileName }) => sampleNumberOf(fileName) === from.sample);
  const { faces } = await api.photo(photo?.id ?? '');
  const [x, y] = from.box;
  const awayFrom = ({ box }: { box: Box }): number => Math.hypot(box[0] - x, box[1] - y);
  const [nearest] = faces.sort((a, b) => awayFrom(a) - awayFrom(b));
  if (!nearest?.personId) throw new Error('the face belongs to nobody');
  return nearest.personId;
}
