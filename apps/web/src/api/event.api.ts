/** @module Events and their progress. */
import type { Event, EventCreate, EventProgress, EventUpdate } from '@visage/contracts/event.contract';
import type { TrashedEvents } from '@visage/contracts/trash.contract';
import { request } from './api.request.js';

export const listEvents = () => request<{ events: Event[] }>('/api/events');
export const getEvent = (id: string) => request<Event>(`/api/events/${id}`);
export const createEvent = (input: EventCreate) =>
  request<Event>('/api/events', { method: 'POST', json: input });
export const updateEvent = (id: string, input: EventUpdate) =>
  request<Event>(`/api/events/${id}`, { method: 'PATCH', json: input });
export const listTrashedEvents = () => request<TrashedEvents>('/api/trash/events');
export const restoreEvent = (id: string) =>
  request<void>(`/api/trash/events/${id}/restore`, { method: 'POST' });
export const eraseEvent = (id: string) => request<void>(`/api/trash/events/${id}`, { method: 'DELETE' });
/** Into the trash. */
export const deleteEvent = (id: string) => request<void>(`/api/events/${id}`, { method: 'DELETE' });
export const getProgress = (id: string) => request<EventProgress>(`/api/events/${id}/progress`);

/** Server-sent events whose data is an `EventProgress`. */
export const progressStreamUrl = (id: string) => `/api/events/${id}/progress/stream`;
