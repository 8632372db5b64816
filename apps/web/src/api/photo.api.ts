/** @module Photos of an event, and the addresses of their bytes. */
import type { PhotoShelf, PhotoState } from '@visage/contracts/photo.contract';
import { addressOf } from './api.address.js';
import { request } from './api.request.js';

export interface PhotoFilter {
  readonly state?: PhotoState | undefined;
  readonly personId?: string | undefined;
  readonly albumId?: string | undefined;
  readonly cameraId?: string | undefined;
  readonly shelf?: PhotoShelf | undefined;
  readonly limit?: number | undefined;
}

export const listPhotos = (eventId: string, filter: PhotoFilter, cursor?: string) =>
  request('GET', '/api/events/{eventId}/photos', { path: { eventId }, query: { ...filter, cursor } });
export const getPhoto = (id: string) => request('GET', '/api/photos/{photoId}', { path: { photoId: id } });
export const retryPhoto = (id: string) =>
  request('POST', '/api/photos/{photoId}/retry', { path: { photoId: id } });

type Change = 'approve' | 'refuse' | 'trash' | 'restore' | 'erase';
const change = (what: Change) => (eventId: string, photoIds: readonly string[]) =>
  request('POST', `/api/events/{eventId}/photos/${what}`, { path: { eventId }, json: { photoIds } });
export const approvePhotos = change('approve');
export const refusePhotos = change('refuse');
export const trashPhotos = change('trash');
export const restorePhotos = change('restore');
export const erasePhotos = change('erase');

export const uploadsUrl = (eventId: string) =>
  addressOf('/api/events/{eventId}/uploads', { path: { eventId } });
export const thumbnailUrl = (photoId: string) =>
  addressOf('/api/photos/{photoId}/thumbnail', { path: { photoId } });
export const previewUrl = (photoId: string) =>
  addressOf('/api/photos/{photoId}/preview', { path: { photoId } });
export const originalUrl = (photoId: string) =>
  addressOf('/api/photos/{photoId}/original', { path: { photoId } });
export const faceCropUrl = (faceId: string) => addressOf('/api/faces/{faceId}/crop', { path: { faceId } });
