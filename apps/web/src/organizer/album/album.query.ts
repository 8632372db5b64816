/** @module The queries for albums. */
import { queryOptions } from '@tanstack/react-query';
import { listAlbums } from '../../api/album.api.js';

export const albumsQuery = (eventId: string) =>
  queryOptions({ queryKey: ['event', eventId, 'albums'], queryFn: () => listAlbums(eventId) });
