/**
 * @module Live progress of an event: the server's stream, or polling every few seconds if the stream does not get
 * through.
 */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { EventProgress } from '@visage/contracts/event.contract';
import { progressStreamUrl } from '../../api/event.api.js';
import { progressQuery } from './event.query.js';
import { changesLists, parseProgress } from './progress.parse.js';

const POLL_MS = 5000;
/** While photos are being processed, lists are refetched at most this often. */
const REFETCH_MS = 3000;

export function useProgress(eventId: string): EventProgress | undefined {
  const queryClient = useQueryClient();
  const [streaming, setStreaming] = useState(false);
  const { data: progress } = useQuery({
    ...progressQuery(eventId),
    refetchInterval: streaming ? false : POLL_MS,
  });

  useEffect(() => {
    const source = new EventSource(progressStreamUrl(eventId));
    source.onopen = () => setStreaming(true);
    source.onerror = () => setStreaming(false);
    source.onmessage = (message: MessageEvent<unknown>) => {
      const parsed = typeof message.data === 'string' ? parseProgress(message.data) : null;
      if (parsed) queryClient.setQueryData(progressQuery(eventId).queryKey, parsed);
    };
    return () => source.close();
  }, [eventId, queryClient]);

  useFreshLists(eventId, progress);
  return progress;
}

function useFreshLists(eventId: string, progress: EventProgress | undefined): void {
  const queryClient = useQueryClient();
  const seen = useRef<EventProgress | undefined>(undefined);
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (progress === undefined) return;
    const changed = changesLists(seen.current, progress);
    seen.current = progress;
    if (!changed || timer.current !== undefined) return;
    timer.current = window.setTimeout(() => {
      timer.current = undefined;
      for (const list of ['photos', 'people', 'failed', 'held']) {
        void queryClient.invalidateQueries({ queryKey: ['event', eventId, list] });
      }
    }, REFETCH_MS);
  }, [eventId, progress, queryClient]);
  useEffect(
    () => () => {
      window.clearTimeout(timer.current);
      timer.current = undefined;
      seen.current = undefined;
    },
    [eventId],
  );
}
