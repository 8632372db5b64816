/** @module The albums of an event. */
import type { Album, AlbumName, Albums } from '@visage/contracts/album.contract';
import type { PhotoCount } from '@visage/contracts/photo.contract';
import { request } from './api.request.js';

const albumUrl = (eventId: string, albumId: string) => `/api/events/${eventId}/albums/${albumId}`;

export const listAlbums = (eventId: string) => request<Albums>(`/api/events/${eventId}/albums`);
export const createAlbum = (eventId: string, input: AlbumName) =>
  request<Album>(`/api/events/${eventId}/albums`, { method: 'POST', json: input });
export const renameAlbum = (eventId: string, albumId: string, input: AlbumName) =>
  request<void>(albumUrl(eventId, albumId), { method: 'PATCH', json: input });
/** Its photos stay. */
export const removeAlbum = (eventId: string, albumId: string) =>
  request<void>(albumUrl(eventId, albumId), { method: 'DELETE' });
/** @param albumIds all of the event. */
export const orderAlbums = (eventId: string, albumIds: readonly string[]) =>
  request<Albums>(`/api/events/${eventId}/albums/order`, { method: 'PUT', json: { albumIds } });

const change = (what: 'add' | 'remove') => (eventId: string, albumId: string, photoIds: readonly string[]) =>
  request<PhotoCount>(`${albumUrl(eventId, albumId)}/${what}`, { method: 'POST', json: { photoIds } });
export const putIntoAlbum = change('add');
export const takeOutOfAlbum = change('remove');
