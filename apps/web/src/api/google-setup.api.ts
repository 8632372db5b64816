/** @module The Google client of this server, for administrators. */
import type {
  GoogleClientInput,
  GoogleSetup,
  ServiceAccountInput,
} from '@visage/contracts/google-setup.contract';
import { request } from './api.request.js';

export const getGoogleSetup = () => request<GoogleSetup>('/api/google');
export const setGoogleClient = (input: GoogleClientInput) =>
  request<GoogleSetup>('/api/google/client', { method: 'PUT', json: input });
export const removeGoogleClient = () => request<GoogleSetup>('/api/google/client', { method: 'DELETE' });
export const setServiceAccount = (input: ServiceAccountInput) =>
  request<GoogleSetup>('/api/google/service-account', { method: 'PUT', json: input });
export const removeServiceAccount = () =>
  request<GoogleSetup>('/api/google/service-account', { method: 'DELETE' });
