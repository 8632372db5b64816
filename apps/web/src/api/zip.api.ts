/** @module Asking for photos as one archive; the browser itself then fetches it from the address that is answered. */
import type { GuestZipCreate, ZipCreate } from '@visage/contracts/zip.contract';
import { request } from './api.request.js';

export const createEventZip = (eventId: string, input: ZipCreate) =>
  request('POST', '/api/events/{eventId}/zips', { path: { eventId }, json: input });
export const createGuestZip = (token: string, input: GuestZipCreate) =>
  request('POST', '/api/guest/{token}/zips', { path: { token }, json: input });
