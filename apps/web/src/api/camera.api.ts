/** @module The cameras of an event and its zone. */
import { request } from './api.request.js';

export const listCameras = (eventId: string) =>
  request('GET', '/api/events/{eventId}/cameras', { path: { eventId } });
/** @param shift seconds added to what its clock said; 0 = none. */
export const shiftCamera = (eventId: string, cameraId: string, shift: number) =>
  request('PUT', '/api/events/{eventId}/cameras/{cameraId}/shift', {
    path: { eventId, cameraId },
    json: { shift },
  });
/** @param zone null = as guessed. */
export const chooseZone = (eventId: string, zone: string | null) =>
  request('PUT', '/api/events/{eventId}/zone', { path: { eventId }, json: { zone } });
