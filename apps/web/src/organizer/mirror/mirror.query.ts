/** @module The queries for mirrors; refetched soon while something is being checked or done. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { DriveMirror } from '@visage/contracts/drive-mirror.contract';
import { listDriveMirrors, listMirrorLines } from '../../api/drive-mirror.api.js';
import { FIRST_PAGE } from '../../api/api.request.js';

const BUSY_POLL_MS = 1_500;
const IDLE_POLL_MS = 4_000;

export const mirrorsQuery = (eventId: string) =>
  queryOptions({
    queryKey: ['event', eventId, 'drive-mirrors'],
    queryFn: () => listDriveMirrors(eventId),
    refetchInterval: ({ state }) => {
      const states = state.data?.mirrors.map((mirror) => mirror.state) ?? [];
      if (states.includes('checking')) return BUSY_POLL_MS;
      return states.includes('active') ? IDLE_POLL_MS : false;
    },
  });

/** A change of the mirror refetches its lines. */
export const mirrorLinesQuery = (
  eventId: string,
  { id, state, checkedAt }: DriveMirror,
  of: 'plan' | 'history',
) =>
  infiniteQueryOptions({
    queryKey: ['event', eventId, 'drive-mirror-lines', id, of, state, checkedAt],
    queryFn: ({ pageParam }: { pageParam: string | undefined }) =>
      listMirrorLines(eventId, id, of, pageParam),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => (page.more ? page.lines.at(-1)?.id : undefined),
    placeholderData: (previous) => previous,
  });
