/** @module Photos of an event, and the addresses of their bytes. */
import type {
  PhotoCount,
  PhotoDetail,
  PhotoPage,
  PhotoShelf,
  PhotoState,
} from '@visage/contracts/photo.contract';
import { request } from './api.request.js';

export interface PhotoFilter {
  readonly state?: PhotoState | undefined;
  readonly personId?: string | undefined;
  readonly albumId?: string | undefined;
  readonly shelf?: PhotoShelf | undefined;
  readonly limit?: number | undefined;
}

export const listPhotos = (eventId: string, filter: PhotoFilter, cursor?: string) =>
  request<PhotoPage>(`/api/events/${eventId}/photos`, { query: { ...filter, cursor } });
export const getPhoto = (id: string) => request<PhotoDetail>(`/api/photos/${id}`);
export const retryPhoto = (id: string) => request<unknown>(`/api/photos/${id}/retry`, { method: 'POST' });

const change = (what: string) => (eventId: string, photoIds: readonly string[]) =>
  request<PhotoCount>(`/api/events/${eventId}/photos/${what}`, { method: 'POST', json: { photoIds } });
export const approvePhotos = change('approve');
export const refusePhotos = change('refuse');
export const trashPhotos = change('trash');
export const restorePhotos = change('restore');
export const erasePhotos = change('erase');

export const uploadsUrl = (eventId: string) => `/api/events/${eventId}/uploads`;
export const thumbnailUrl = (photoId: string) => `/api/photos/${photoId}/thumbnail`;
export const previewUrl = (photoId: string) => `/api/photos/${photoId}/preview`;
export const originalUrl = (photoId: string) => `/api/photos/${photoId}/original`;
export const faceCropUrl = (faceId: string) => `/api/faces/${faceId}/crop`;
