/** @module The people who help with an event. */
import type { CollaboratorAdd } from '@visage/contracts/collaborator.contract';
import { request } from './api.request.js';

export const listCollaborators = (eventId: string) =>
  request('GET', '/api/events/{eventId}/collaborators', { path: { eventId } });
export const addCollaborator = (eventId: string, input: CollaboratorAdd) =>
  request('POST', '/api/events/{eventId}/collaborators', { path: { eventId }, json: input });
export const removeCollaborator = (eventId: string, userId: string) =>
  request('DELETE', '/api/events/{eventId}/collaborators/{userId}', { path: { eventId, userId } });
