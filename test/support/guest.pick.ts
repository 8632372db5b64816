/** @module Somebody of an event of sample photos who might come as a guest. */
import sharp from 'sharp';
import type { Api } from './api.js';
import { samplePhotoPath } from './photo.fixtures.js';

/** Which of the sample photos it is. */
export function sampleNumberOf(fileName: string): number {
  return Number(/sample(\d)/.exec(fileName)?.[1]);
}

/** Somebody who is not in every photo, with a face large enough for a selfie, and the names of their photos. */
export async function pickGuest(
  api: Api,
  eventId: string,
): Promise<{ selfie: Buffer; ownPhotoNames: string[] }> {
  const details = await Promise.all((await api.photos(eventId)).map((photo) => api.photo(photo.id)));
  const faces = details.flatMap((photo) => photo.faces.map((face) => ({ photo, face })));
  const largest = faces.filter(({ face }) => face.personId).sort((a, b) => b.face.box[2] - a.face.box[2])[0];
  if (!largest) throw new Error('no person in the event');
  const [x, y, width, height] = largest.face.box;
  const margin = 0.8 * Math.max(width, height);
  const left = Math.max(0, Math.round(x - margin));
  const top = Math.max(0, Math.round(y - margin));
  const selfie = await sharp(samplePhotoPath(sampleNumberOf(largest.photo.fileName)))
    .extract({
      left,
      top,
      width: Math.min((largest.photo.width ?? 0) - left, Math.round(width + 2 * margin)),
      height: Math.min((largest.photo.height ?? 0) - top, Math.round(height + 2 * margin)),
    })
    .flop()
    .modulate({ brightness: 1.1 })
    .toBuffer();
  const own = details.filter((photo) => photo.faces.some((face) => face.personId === largest.face.personId));
  return { selfie, ownPhotoNames: own.map((photo) => photo.fileName) };
}
