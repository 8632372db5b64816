/** @module A guest's own Google Drive. */
import type { DriveConsent, DriveConsentAnswer } from '@visage/contracts/drive-account.contract';
import type { DriveExport } from '@visage/contracts/drive-export.contract';
import type { GuestDrive } from '@visage/contracts/guest-drive.contract';
import { request } from './api.request.js';

const base = (token: string) => `/api/guest/${encodeURIComponent(token)}/drive`;

export const getGuestDrive = (token: string) => request<GuestDrive>(base(token));
export const startGuestConsent = (token: string) =>
  request<DriveConsent>(`${base(token)}/consent`, { method: 'POST', json: {} });
export const finishGuestConsent = (token: string, input: DriveConsentAnswer) =>
  request<GuestDrive>(`${base(token)}/account`, { method: 'POST', json: input });
export const disconnectGuestDrive = (token: string) =>
  request<void>(`${base(token)}/account`, { method: 'DELETE' });
export const startGuestExport = (token: string) =>
  request<DriveExport>(`${base(token)}/exports`, { method: 'POST', json: {} });
