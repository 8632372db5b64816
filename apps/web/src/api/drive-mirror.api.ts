/** @module Mirrors of an event's albums and Drive folders. */
import type { DriveMirrorCreate, DriveMirrorUpdate } from '@visage/contracts/drive-mirror.contract';
import { request } from './api.request.js';

export const listDriveMirrors = (eventId: string) =>
  request('GET', '/api/events/{eventId}/drive-mirrors', { path: { eventId } });
export const createDriveMirror = (eventId: string, input: DriveMirrorCreate) =>
  request('POST', '/api/events/{eventId}/drive-mirrors', { path: { eventId }, json: input });
export const tellDriveMirror = (eventId: string, id: string, command: DriveMirrorUpdate['command']) =>
  request('PATCH', '/api/events/{eventId}/drive-mirrors/{driveMirrorId}', {
    path: { eventId, driveMirrorId: id },
    json: { command },
  });
export const removeDriveMirror = (eventId: string, id: string) =>
  request('DELETE', '/api/events/{eventId}/drive-mirrors/{driveMirrorId}', {
    path: { eventId, driveMirrorId: id },
  });
export const listMirrorLines = (eventId: string, id: string, of: 'plan' | 'history', after?: string) =>
  request('GET', '/api/events/{eventId}/drive-mirrors/{driveMirrorId}/lines', {
    path: { eventId, driveMirrorId: id },
    query: { of, after },
  });
export const undoMirrorLine = (eventId: string, id: string, lineId: string) =>
  request('POST', '/api/events/{eventId}/drive-mirrors/{driveMirrorId}/lines/{lineId}/undo', {
    path: { eventId, driveMirrorId: id, lineId },
  });
