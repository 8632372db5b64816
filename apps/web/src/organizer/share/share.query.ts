/** @module The shares of an event. */
import { queryOptions } from '@tanstack/react-query';
import { getShareDefaults, getShareOverview, listShareGuests, listShares } from '../../api/share.api.js';

export const sharesQuery = (eventId: string) =>
  queryOptions({ queryKey: ['event', eventId, 'shares'], queryFn: () => listShares(eventId) });

export const shareOverviewQuery = (eventId: string) =>
  queryOptions({
    queryKey: ['event', eventId, 'share-overview'],
    queryFn: () => getShareOverview(eventId),
  });

/** What a new share starts with. */
export const shareDefaultsQuery = queryOptions({ queryKey: ['share-defaults'], queryFn: getShareDefaults });

const POLL_MS = 5000;

/** Polled: somebody may be waiting to be let in. */
export const shareGuestsQuery = (shareId: string) =>
  queryOptions({
    queryKey: ['share', shareId, 'guests'],
    queryFn: () => listShareGuests(shareId),
    refetchInterval: POLL_MS,
  });
