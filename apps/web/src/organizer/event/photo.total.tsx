/** @module The number of photos in the gallery below. */
import { useInfiniteQuery } from '@tanstack/react-query';
import type { PhotoFilter } from '../../api/photo.api.js';
import { texts } from '../../texts/texts.js';
import { photosQuery } from './event.query.js';

export function PhotoTotal({ eventId, filter }: { eventId: string; filter: PhotoFilter }) {
  const { data: total } = useInfiniteQuery({
    ...photosQuery(eventId, filter),
    select: ({ pages }) => pages[0]?.total,
  });
  return total ? <p className="soft">{texts.amounts.photos(total)}</p> : null;
}
