/** @module The photos a guest may see, page by page. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { GuestPhoto, GuestPhotoQuery } from '@visage/contracts/guest.contract';
import { eachOnce } from '../photo/photo.once.js';
import { listGuestPhotos } from '../api/guest.api.js';

interface Pages {
  readonly photos: readonly GuestPhoto[];
  /** Number of all photos, as given with the first page. */
  readonly total: number;
  /** Undefined before the first page, null after the last. */
  readonly cursor: string | null | undefined;
}

export interface GuestPhotoList {
  readonly photos: readonly GuestPhoto[];
  /** Number of photos, including those of pages to come. */
  readonly total: number;
  readonly loaded: boolean;
  readonly hasMore: boolean;
  readonly loading: boolean;
  readonly error: unknown;
  readonly loadMore: () => void;
  readonly reload: () => void;
}

const EMPTY: Pages = { photos: [], total: 0, cursor: undefined };

/** @param whose `mine`: only those the guest is in. */
export function useGuestPhotos(token: string, whose: GuestPhotoQuery['whose']): GuestPhotoList {
  const [pages, setPages] = useState(EMPTY);
  const [loading, setLoading] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const turn = useRef(0);
  const busy = useRef(false);

  const load = useCallback(
    (from: Pages) => {
      // a list that starts over does not wait for a page of the previous one
      if (from.cursor === null || (busy.current && from.cursor !== undefined)) return;
      const mine = ++turn.current;
      busy.current = true;
      setLoading(true);
      setError(null);
      listGuestPhotos(token, whose, from.cursor)
        .then(
          (page) => {
            if (mine !== turn.current) return;
            const photos = eachOnce([...from.photos, ...page.photos]);
            const total = Math.max(page.total ?? from.total, photos.length);
            setPages({ photos, total, cursor: page.nextCursor });
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
  // After an error, the list waits for the guest instead of retrying by itself.
  const hasMore = typeof pages.cursor === 'string' && error === null;
  return { photos: pages.photos, total: pages.total, loaded, hasMore, loading, error, loadMore, reload };
}
