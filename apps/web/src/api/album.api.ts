/** @module The albums of an event. */
import type { AlbumName } from '@visage/contracts/album.contract';
import { request } from './api.request.js';

export const listAlbums = (eventId: string) =>
  request('GET', '/api/events/{eventId}/albums', { path: { eventId } });
export const createAlbum = (eventId: string, input: AlbumName) =>
  request('POST', '/api/events/{eventId}/albums', { path: { eventId }, json: input });
export const renameAlbum = (eventId: string, albumId: string, input: AlbumName) =>
  request('PATCH', '/api/events/{eventId}/albums/{albumId}', { path: { eventId, albumId }, json: input });
/** Its photos stay. */
export const removeAlbum = (eventId: string, albumId: string) =>
  request('DELETE', '/api/events/{eventId}/albums/{albumId}', { path: { eventId, albumId } });
/** @param albumIds all of the event. */
export const orderAlbums = (eventId: string, albumIds: readonly string[]) =>
  request('PUT', '/api/events/{eventId}/albums/order', { path: { eventId }, json: { albumIds } });

export const putIntoAlbum = (eventId: string, albumId: string, photoIds: readonly string[]) =>
  request('POST', '/api/events/{eventId}/albums/{albumId}/add', {
    path: { eventId, albumId },
    json: { photoIds },
  });
export const takeOutOfAlbum = (eventId: string, albumId: string, photoIds: readonly string[]) =>
  request('POST', '/api/events/{eventId}/albums/{albumId}/remove', {
    path: { eventId, albumId },
    json: { photoIds },
  });
