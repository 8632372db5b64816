/** @module A listed photo as `@visage/access` sees it. */
import type { InEvent, PhotoResource } from '@visage/access/access.resource';
import type { EventFacts } from '@visage/database/event/event.listing';
import type { ListedPhoto } from '@visage/database/photo/photo.listing';

export const placeOf = ({ id, ownerId }: EventFacts): InEvent => ({ eventId: id, organizerId: ownerId });

export function photoResourceOf({ id, faces, albumIds, held }: ListedPhoto, place: InEvent): PhotoResource {
  const personIds = faces.flatMap((face) => face.personId ?? []);
  return { kind: 'photo', ...place, photoId: id, personIds, albumIds, held };
}
