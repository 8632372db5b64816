/** @module Who helps with an event. */
import { queryOptions } from '@tanstack/react-query';
import { listCollaborators } from '../../api/collaborator.api.js';

export const collaboratorsQuery = (eventId: string) =>
  queryOptions({ queryKey: ['event', eventId, 'collaborators'], queryFn: () => listCollaborators(eventId) });
