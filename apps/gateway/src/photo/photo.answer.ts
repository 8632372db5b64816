/** @module A photo as it is answered: without what only serving its bytes needs. */
import type { Photo } from '@visage/contracts/photo.contract';
import type { ListedPhoto } from '@visage/database/photo/photo.listing';

export function toPhoto({
  eventId: _,
  format: __,
  ingestVersion: ___,
  faces: ____,
  albumIds: _____,
  raws: ______,
  md5: _______,
  blanks: ________,
  ...photo
}: ListedPhoto): Photo {
  return photo;
}
