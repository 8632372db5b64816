/** @module People of an event. */
import type {
  Person,
  PersonEdit,
  PersonFaces,
  PersonHistory,
  PersonMerge,
  PersonPage,
  PersonPart,
  PersonShelf,
  PersonUpdate,
} from '@visage/contracts/person.contract';
import { request } from './api.request.js';

export interface PersonFilter {
  readonly shelf?: PersonShelf | undefined;
  readonly photoId?: string | undefined;
  readonly limit?: number | undefined;
}

export const listPeople = (eventId: string, filter: PersonFilter, cursor?: string) =>
  request<PersonPage>(`/api/events/${eventId}/people`, { query: { ...filter, cursor } });
export const getPerson = (id: string) => request<Person>(`/api/people/${id}`);
export const updatePerson = (id: string, input: PersonUpdate) =>
  request<Person>(`/api/people/${id}`, { method: 'PATCH', json: input });
export const listPersonFaces = (id: string) => request<PersonFaces>(`/api/people/${id}/faces`);
export const mergePeople = (id: string, input: PersonMerge) =>
  request<Person>(`/api/people/${id}/merge`, { method: 'POST', json: input });
export const partPerson = (id: string, input: PersonPart) =>
  request<Person>(`/api/people/${id}/part`, { method: 'POST', json: input });
export const listPersonEdits = (eventId: string) =>
  request<PersonHistory>(`/api/events/${eventId}/people/history`);
/** Of a guest's correction: takes it back, or agrees to a claim that waits. */
export const answerPersonEdit = (eventId: string, editId: string, answer: 'undo' | 'accept') =>
  request<PersonEdit>(`/api/events/${eventId}/people/history/${editId}/${answer}`, { method: 'POST' });
export const undoPersonEdit = (eventId: string) =>
  request<PersonEdit>(`/api/events/${eventId}/people/undo`, { method: 'POST' });
