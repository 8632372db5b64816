/** @module Asking for photos as one archive; the browser itself then fetches it from the address that is answered. */
import type { GuestZipCreate, Zip, ZipCreate } from '@visage/contracts/zip.contract';
import { request } from './api.request.js';

export const createEventZip = (eventId: string, input: ZipCreate) =>
  request<Zip>(`/api/events/${eventId}/zips`, { method: 'POST', json: input });
export const createGuestZip = (token: string, input: GuestZipCreate) =>
  request<Zip>(`/api/guest/${encodeURIComponent(token)}/zips`, { method: 'POST', json: input });
