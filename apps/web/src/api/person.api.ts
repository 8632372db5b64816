/** @module People of an event. */
import type {
  Person,
  PersonMerge,
  PersonSplit,
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
  request('GET', '/api/events/{eventId}/people', { path: { eventId }, query: { ...filter, cursor } });
export const getPerson = (id: string) => request('GET', '/api/people/{personId}', { path: { personId: id } });
export const updatePerson = (id: string, input: PersonUpdate) =>
  request('PATCH', '/api/people/{personId}', { path: { personId: id }, json: input });
/** What showing them to visitors in this way would do. */
export const foreseePersonEffect = (
  id: string,
  { appearance, seesOwn }: Pick<Person, 'appearance' | 'seesOwn'>,
) =>
  request('GET', '/api/people/{personId}/effect', {
    path: { personId: id },
    query: { appearance, seesOwn: String(seesOwn) },
  });
export const listPersonFaces = (id: string) =>
  request('GET', '/api/people/{personId}/faces', { path: { personId: id } });
export const erasePersonFaces = (id: string) =>
  request('DELETE', '/api/people/{personId}/faces', { path: { personId: id } });
export const mergePeople = (id: string, input: PersonMerge) =>
  request('POST', '/api/people/{personId}/merge', { path: { personId: id }, json: input });
export const splitPerson = (id: string, input: PersonSplit) =>
  request('POST', '/api/people/{personId}/split', { path: { personId: id }, json: input });
export const listPersonEdits = (eventId: string) =>
  request('GET', '/api/events/{eventId}/people/history', { path: { eventId } });
/** What taking back a correction would bring back, and what would stay. */
export const foreseeUndo = (eventId: string, editId: string) =>
  request('GET', '/api/events/{eventId}/people/history/{editId}/undo', { path: { eventId, editId } });
/** Takes back a correction, or agrees to a guest's claim that waits. */
export const answerPersonEdit = (eventId: string, editId: string, answer: 'undo' | 'accept') =>
  request('POST', `/api/events/{eventId}/people/history/{editId}/${answer}`, { path: { eventId, editId } });
export const undoPersonEdit = (eventId: string) =>
  request('POST', '/api/events/{eventId}/people/undo', { path: { eventId } });
