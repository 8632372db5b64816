/** @module How long an event is kept. */
import type { EventRetentionUpdate } from '@visage/contracts/retention.contract';
import { request } from './api.request.js';

export const getRetention = (eventId: string) =>
  request('GET', '/api/events/{eventId}/retention', { path: { eventId } });
export const changeRetention = (eventId: string, input: EventRetentionUpdate) =>
  request('PUT', '/api/events/{eventId}/retention', { path: { eventId }, json: input });
/** What ends soon has been read. */
export const readRetentionNotices = (eventId: string) =>
  request('POST', '/api/events/{eventId}/retention/read', { path: { eventId } });
