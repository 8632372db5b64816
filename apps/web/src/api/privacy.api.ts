/** @module What people are told about their data: of this server, and of an event. */
import type { DataController } from '@visage/contracts/privacy.contract';
import { request } from './api.request.js';

export const getPrivacyNotice = () => request('GET', '/api/privacy');
export const getEventPrivacyNotice = (token: string) =>
  request('GET', '/api/guest/{token}/privacy', { path: { token } });
export const nameController = (input: DataController) =>
  request('PUT', '/api/admin/privacy', { json: input });
