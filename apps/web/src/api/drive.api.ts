/** @module The organizer's Google Drive: connection, folders, imports and exports. */
import type {
  DriveConnection,
  DriveConsent,
  DriveConsentAnswer,
  DriveConsentCreate,
  DriveFolders,
} from '@visage/contracts/drive-account.contract';
import type {
  DriveExport,
  DriveExportCreate,
  DriveExportFailures,
  DriveExports,
} from '@visage/contracts/drive-export.contract';
import type { DriveImport, DriveImportFailures, DriveImports } from '@visage/contracts/drive-import.contract';
import { request } from './api.request.js';

export const getDriveConnection = () => request<DriveConnection>('/api/drive/account');
export const startDriveConsent = (input: DriveConsentCreate) =>
  request<DriveConsent>('/api/drive/consent', { method: 'POST', json: input });
export const finishDriveConsent = (input: DriveConsentAnswer) =>
  request<DriveConnection>('/api/drive/account', { method: 'POST', json: input });
export const disconnectDrive = () => request<void>('/api/drive/account', { method: 'DELETE' });
export const listDriveFolders = (parent?: string) =>
  request<DriveFolders>('/api/drive/folders', { query: { parent } });

export const listDriveImports = (eventId: string) =>
  request<DriveImports>(`/api/events/${eventId}/drive-imports`);
export const startDriveImport = (eventId: string, input: { folderId: string; folderName: string }) =>
  request<DriveImport>(`/api/events/${eventId}/drive-imports`, { method: 'POST', json: input });
export const listImportFailures = (eventId: string, id: string) =>
  request<DriveImportFailures>(`/api/events/${eventId}/drive-imports/${id}/failures`);

export const listDriveExports = (eventId: string) =>
  request<DriveExports>(`/api/events/${eventId}/drive-exports`);
export const startDriveExport = (eventId: string, input: DriveExportCreate) =>
  request<DriveExport>(`/api/events/${eventId}/drive-exports`, { method: 'POST', json: input });
export const listExportFailures = (eventId: string, id: string) =>
  request<DriveExportFailures>(`/api/events/${eventId}/drive-exports/${id}/failures`);
