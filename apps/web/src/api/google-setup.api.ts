/** @module The Google client of this server, for administrators. */
import type { GoogleClientInput, ServiceAccountInput } from '@visage/contracts/google-setup.contract';
import { request } from './api.request.js';

export const getGoogleSetup = () => request('GET', '/api/google');
export const setGoogleClient = (input: GoogleClientInput) =>
  request('PUT', '/api/google/client', { json: input });
export const removeGoogleClient = () => request('DELETE', '/api/google/client');
export const setServiceAccount = (input: ServiceAccountInput) =>
  request('PUT', '/api/google/service-account', { json: input });
export const removeServiceAccount = () => request('DELETE', '/api/google/service-account');
