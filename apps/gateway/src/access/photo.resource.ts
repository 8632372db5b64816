/** @module A listed photo as `@visage/access` sees it. */
import type { InEvent, PhotoResource } from '@visage/access/access.resource';
import type { EventFacts } from '@visage/database/event/event.listing';
import type { ListedPhoto } from '@visage/database/photo/photo.listing';

export const placeOf = ({ id, ownerId }: EventFacts): InEvent => ({ eventId: id, organizerId: ownerId });

export function photoResourceOf(photo: ListedPhoto): PhotoResource {
  const { id: photoId, eventId, organizerId, faces, albumIds, held, blanks, wishes } = photo;
  const personIds = faces.flatMap((face) => face.personId ?? []);
  return {
    kind: 'photo',
    eventId,
    organizerId,
    photoId,
    personIds,
    albumIds,
    held,
    blankable: blanks !== null,
    wishes,
  };
}
