/** @module The photos a guest may see, page by page. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { GuestPhoto, GuestPhotoQuery } from '@visage/contracts/guest.contract';
import { listGuestPhotos } from '../api/guest.api.js';

interface Pages {
  readonly photos: readonly GuestPhoto[];
  /** Undefined before the first page, null after the last. */
  readonly cursor: string | null | undefined;
}

export interface GuestPhotoList {
  readonly photos: readonly GuestPhoto[];
  readonly loaded: boolean;
  readonly hasMore: boolean;
  readonly loading: boolean;
  readonly error: unknown;
  readonly loadMore: () => void;
  readonly reload: () => void;
}

const EMPTY: Pages = { photos: [], cursor: undefined };

/** @param whose `mine`: only those the guest is in. */
export function useGuestPhotos(token: string, whose: GuestPhotoQuery['whose']): GuestPhotoList {
  const [pages, setPages] = useState(EMPTY);
  const [loading, setLoading] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const turn = useRef(0);
  const busy = useRef(false);

  const load = useCallback(
    (from: Pages) => {
      // a list that begins anew does not wait for a page of the one before
      if (from.cursor === null || (busy.current && from.cursor !== undefined)) return;
      const mine = ++turn.current;
      busy.current = true;
      setLoading(true);
      setError(null);
      listGuestPhotos(token, whose, from.cursor)
        .then(
          (page) => {
            if (mine === turn.current) setPages({ photos: [...from.photos, ...page.photos], cursor: page.nextCursor });
          },
          (reason: unknown) => {
            if (mine === turn.current) setError(reason);
          },
        )
        .finally(() => {
          if (mine !== turn.current) return;
          busy.current = false;
          setLoading(false);
        });
    },
    [token, whose],
  );
  useEffect(() => load(EMPTY), [load]);

  const loadMore = useCallback(() => load(pages), [load, pages]);
  const reload = useCallback(() => load(EMPTY), [load]);
  const loaded = pages.cursor !== undefined;
  // After an error the list waits for the guest instead of asking again by itself.
  const hasMore = typeof pages.cursor === 'string' && error === null;
  return { photos: pages.photos, loaded, hasMore, loading, error, loadMore, reload };
}
