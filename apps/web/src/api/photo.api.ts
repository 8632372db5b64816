/** @module Photos of an event, and the addresses of their bytes. */
import type { PhotoDetail, PhotoPage, PhotoState } from '@visage/contracts/photo.contract';
import { request } from './api.request.js';

export interface PhotoFilter {
  readonly state?: PhotoState;
  readonly personId?: string;
  readonly limit?: number;
}

export const listPhotos = (eventId: string, filter: PhotoFilter, cursor?: string) =>
  request<PhotoPage>(`/api/events/${eventId}/photos`, { query: { ...filter, cursor } });
export const getPhoto = (id: string) => request<PhotoDetail>(`/api/photos/${id}`);
export const retryPhoto = (id: string) => request<unknown>(`/api/photos/${id}/retry`, { method: 'POST' });

export const uploadsUrl = (eventId: string) => `/api/events/${eventId}/uploads`;
export const thumbnailUrl = (photoId: string) => `/api/photos/${photoId}/thumbnail`;
export const previewUrl = (photoId: string) => `/api/photos/${photoId}/preview`;
export const originalUrl = (photoId: string) => `/api/photos/${photoId}/original`;
export const faceCropUrl = (faceId: string) => `/api/faces/${faceId}/crop`;
