/** @module People of an event. */
import type { People, Person, PersonUpdate } from '@visage/contracts/person.contract';
import { request } from './api.request.js';

export const listPeople = (eventId: string) => request<People>(`/api/events/${eventId}/people`);
export const getPerson = (id: string) => request<Person>(`/api/people/${id}`);
export const updatePerson = (id: string, input: PersonUpdate) =>
  request<Person>(`/api/people/${id}`, { method: 'PATCH', json: input });
