/** @module The people who help with an event. */
import type {
  CollaboratorAdd,
  CollaboratorAdded,
  Collaborators,
} from '@visage/contracts/collaborator.contract';
import { request } from './api.request.js';

export const listCollaborators = (eventId: string) =>
  request<Collaborators>(`/api/events/${eventId}/collaborators`);
export const addCollaborator = (eventId: string, input: CollaboratorAdd) =>
  request<CollaboratorAdded>(`/api/events/${eventId}/collaborators`, { method: 'POST', json: input });
export const removeCollaborator = (eventId: string, userId: string) =>
  request<void>(`/api/events/${eventId}/collaborators/${userId}`, { method: 'DELETE' });
