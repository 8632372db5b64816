/** @module How long an event is kept, as a query. */
import { queryOptions } from '@tanstack/react-query';
import { getRetention } from '../../api/retention.api.js';

export const retentionQuery = (eventId: string) =>
  queryOptions({ queryKey: ['event', eventId, 'retention'], queryFn: () => getRetention(eventId) });
