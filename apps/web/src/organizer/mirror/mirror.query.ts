/** @module What is asked about mirrors; asked again soon while something is being found out or done. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { DriveMirror } from '@visage/contracts/drive-mirror.contract';
import { listDriveMirrors, listMirrorLines } from '../../api/drive-mirror.api.js';

const SOON_MS = 1_500;
const LATER_MS = 15_000;

export const mirrorsQuery = (eventId: string) =>
  queryOptions({
    queryKey: ['event', eventId, 'drive-mirrors'],
    queryFn: () => listDriveMirrors(eventId),
    refetchInterval: ({ state }) => {
      const mirrors = state.data?.mirrors ?? [];
      if (mirrors.some(isBusy)) return SOON_MS;
      return mirrors.some((mirror) => mirror.state === 'active') ? LATER_MS : false;
    },
  });

/** It is being looked at, or was just told to go on and has not been looked at since. */
function isBusy({ state, checkedAt }: DriveMirror): boolean {
  return state === 'checking' || (state === 'active' && (checkedAt === null || Date.now() - Date.parse(checkedAt) > 70_000));
}

/** Changes of the mirror ask for its lines anew. */
export const mirrorLinesQuery = (eventId: string, { id, state, checkedAt }: DriveMirror, of: 'plan' | 'history') =>
  infiniteQueryOptions({
    queryKey: ['event', eventId, 'drive-mirror-lines', id, of, state, checkedAt],
    queryFn: ({ pageParam }: { pageParam: string | undefined }) => listMirrorLines(eventId, id, of, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.more ? page.lines.at(-1)?.id : undefined),
    placeholderData: (previous) => previous,
  });
