/** @module Events and their progress. */
import type { Event, EventCreate, EventProgress } from '@visage/contracts/event.contract';
import { request } from './api.request.js';

export const listEvents = () => request<{ events: Event[] }>('/api/events');
export const getEvent = (id: string) => request<Event>(`/api/events/${id}`);
export const createEvent = (input: EventCreate) =>
  request<Event>('/api/events', { method: 'POST', json: input });
export const deleteEvent = (id: string) => request<void>(`/api/events/${id}`, { method: 'DELETE' });
export const getProgress = (id: string) => request<EventProgress>(`/api/events/${id}/progress`);

/** Server-sent events whose data is an `EventProgress`. */
export const progressStreamUrl = (id: string) => `/api/events/${id}/progress/stream`;
