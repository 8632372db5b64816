/** @module The shares of an event. */
import { queryOptions } from '@tanstack/react-query';
import { listShares } from '../../api/share.api.js';

export const sharesQuery = (eventId: string) =>
  queryOptions({ queryKey: ['event', eventId, 'shares'], queryFn: () => listShares(eventId) });
