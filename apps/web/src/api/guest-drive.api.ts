/** @module A guest's own Google Drive. */
import type { DriveConsentAnswer } from '@visage/contracts/drive-account.contract';
import type { AboutMember } from '@visage/contracts/guest.contract';
import { request } from './api.request.js';

export const getGuestDrive = (token: string) =>
  request('GET', '/api/guest/{token}/drive', { path: { token } });
export const startGuestConsent = (token: string) =>
  request('POST', '/api/guest/{token}/drive/consent', { path: { token } });
export const finishGuestConsent = (token: string, input: DriveConsentAnswer) =>
  request('POST', '/api/guest/{token}/drive/account', { path: { token }, json: input });
export const disconnectGuestDrive = (token: string) =>
  request('DELETE', '/api/guest/{token}/drive/account', { path: { token } });
export const startGuestExport = (token: string, { of }: AboutMember) =>
  request('POST', '/api/guest/{token}/drive/exports', { path: { token }, query: { of } });
