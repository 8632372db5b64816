/** @module What does not compile: each line that is expected to fail would be a fault that only a user finds. */
import { addressOf } from './api.address.js';
import { request } from './api.request.js';

const path = { eventId: 'e' };

export async function fieldsOfAnswers(): Promise<unknown> {
  const event = await request('GET', '/api/events/{eventId}', { path });
  const { photos } = await request('GET', '/api/events/{eventId}/photos', { path, query: { limit: 3 } });
  const nothing: undefined = await request('DELETE', '/api/events/{eventId}', { path });
  return [
    nothing,
    event.name satisfies string,
    // @ts-expect-error there is no such field
    event.nmae,
    // @ts-expect-error a field is of another type
    event.name satisfies number,
    photos[0]?.fileName satisfies string | undefined,
    // @ts-expect-error a field of what a list holds
    photos[0]?.filename,
    // @ts-expect-error a part of what was answered
    event.progress.photo,
  ];
}

export const requests = [
  () => request('POST', '/api/events', { json: { name: 'Gala' } }),
  // @ts-expect-error a misspelled field
  () => request('POST', '/api/events', { json: { nmae: 'Gala' } }),
  // @ts-expect-error a field of another type
  () => request('POST', '/api/events', { json: { name: 7 } }),
  // @ts-expect-error a body is missing
  () => request('POST', '/api/events'),
  // @ts-expect-error a route that does not exist
  () => request('GET', '/api/event'),
  // @ts-expect-error a method that the route does not know
  () => request('PUT', '/api/events/{eventId}', { path }),
  // @ts-expect-error a part of the path is missing
  () => request('GET', '/api/events/{eventId}'),
  // @ts-expect-error a misspelled part of the path
  () => request('GET', '/api/events/{eventId}', { path: { event: 'e' } }),
  // @ts-expect-error a misspelled query
  () => request('GET', '/api/events/{eventId}/photos', { path, query: { cursr: 'c' } }),
  // @ts-expect-error a value that the query does not take
  () => request('GET', '/api/events/{eventId}/photos', { path, query: { shelf: 'attic' } }),
  // @ts-expect-error a body where none is read
  () => request('DELETE', '/api/events/{eventId}', { path, json: {} }),
  // @ts-expect-error a misspelled field of a form
  () => request('POST', '/api/events/{eventId}/logo', { path, form: { lgoo: new File([], 'a') } }),
  () => addressOf('/api/events/{eventId}/logo', { path }),
  // @ts-expect-error an address without its parts
  () => addressOf('/api/events/{eventId}/logo'),
  // @ts-expect-error an address that does not exist
  () => addressOf('/api/events/{eventId}/lgoo', { path }),
];
