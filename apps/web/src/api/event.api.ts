/** @module Events and their progress. */
import type { EventCreate, EventUpdate } from '@visage/contracts/event.contract';
import { addressOf } from './api.address.js';
import { request } from './api.request.js';

export const listEvents = () => request('GET', '/api/events');
export const getEvent = (id: string) => request('GET', '/api/events/{eventId}', { path: { eventId: id } });
export const createEvent = (input: EventCreate) => request('POST', '/api/events', { json: input });
export const updateEvent = (id: string, input: EventUpdate) =>
  request('PATCH', '/api/events/{eventId}', { path: { eventId: id }, json: input });
export const listTrashedEvents = () => request('GET', '/api/trash/events');
export const restoreEvent = (id: string) =>
  request('POST', '/api/trash/events/{eventId}/restore', { path: { eventId: id } });
export const eraseEvent = (id: string, driveCopies: 'leave' | 'trash') =>
  request('DELETE', '/api/trash/events/{eventId}', { path: { eventId: id }, query: { driveCopies } });
/** Into the trash. */
export const deleteEvent = (id: string) =>
  request('DELETE', '/api/events/{eventId}', { path: { eventId: id } });
export const getProgress = (id: string) =>
  request('GET', '/api/events/{eventId}/progress', { path: { eventId: id } });

/** Server-sent events whose data is an `EventProgress`. */
export const progressStreamUrl = (id: string) =>
  addressOf('/api/events/{eventId}/progress/stream', { path: { eventId: id } });
