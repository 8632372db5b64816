/** @module The organizer's Google Drive: connection, folders, imports and exports. */
import type { DriveConsentAnswer, DriveConsentCreate } from '@visage/contracts/drive-account.contract';
import type { DriveExportCreate } from '@visage/contracts/drive-export.contract';
import { request } from './api.request.js';

export const getDriveConnection = () => request('GET', '/api/drive/account');
export const startDriveConsent = (input: DriveConsentCreate) =>
  request('POST', '/api/drive/consent', { json: input });
export const finishDriveConsent = (input: DriveConsentAnswer) =>
  request('POST', '/api/drive/account', { json: input });
export const disconnectDrive = () => request('DELETE', '/api/drive/account');
export const listDriveFolders = (parent?: string) =>
  request('GET', '/api/drive/folders', { query: { parent } });

export const listDriveImports = (eventId: string) =>
  request('GET', '/api/events/{eventId}/drive-imports', { path: { eventId } });
export const startDriveImport = (eventId: string, input: { folderId: string; folderName: string }) =>
  request('POST', '/api/events/{eventId}/drive-imports', { path: { eventId }, json: input });
export const listImportFailures = (eventId: string, id: string) =>
  request('GET', '/api/events/{eventId}/drive-imports/{driveImportId}/failures', {
    path: { eventId, driveImportId: id },
  });

export const listDriveExports = (eventId: string) =>
  request('GET', '/api/events/{eventId}/drive-exports', { path: { eventId } });
export const startDriveExport = (eventId: string, input: DriveExportCreate) =>
  request('POST', '/api/events/{eventId}/drive-exports', { path: { eventId }, json: input });
export const listExportFailures = (eventId: string, id: string) =>
  request('GET', '/api/events/{eventId}/drive-exports/{driveExportId}/failures', {
    path: { eventId, driveExportId: id },
  });
