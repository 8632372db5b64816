/** @module Mirrors of an event's albums and Drive folders. */
import type {
  DriveMirror,
  DriveMirrorCreate,
  DriveMirrorLine,
  DriveMirrorLines,
  DriveMirrors,
  DriveMirrorUpdate,
} from '@visage/contracts/drive-mirror.contract';
import { request } from './api.request.js';

const base = (eventId: string) => `/api/events/${eventId}/drive-mirrors`;

export const listDriveMirrors = (eventId: string) => request<DriveMirrors>(base(eventId));
export const createDriveMirror = (eventId: string, input: DriveMirrorCreate) =>
  request<DriveMirror>(base(eventId), { method: 'POST', json: input });
export const tellDriveMirror = (eventId: string, id: string, command: DriveMirrorUpdate['command']) =>
  request<DriveMirror>(`${base(eventId)}/${id}`, { method: 'PATCH', json: { command } });
export const removeDriveMirror = (eventId: string, id: string) =>
  request<void>(`${base(eventId)}/${id}`, { method: 'DELETE' });
export const listMirrorLines = (eventId: string, id: string, of: 'plan' | 'history', after?: string) =>
  request<DriveMirrorLines>(`${base(eventId)}/${id}/lines`, { query: { of, after } });
export const undoMirrorLine = (eventId: string, id: string, lineId: string) =>
  request<DriveMirrorLine>(`${base(eventId)}/${id}/lines/${lineId}/undo`, { method: 'POST', json: {} });
