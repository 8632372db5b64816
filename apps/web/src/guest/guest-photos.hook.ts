/** @module The photos a guest may see, page by page; those that come while the page is open appear by themselves. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { GuestPhoto, GuestPhotoPage, OwnChoice } from '@visage/contracts/guest.contract';
import { eachOnce } from '../photo/photo.once.js';
import { guestChangesUrl, listGuestPhotos } from '../api/guest.api.js';

type News = GuestPhotoPage['news'];

interface Pages {
  readonly photos: readonly GuestPhoto[];
  /** Number of all photos, as given with the first page. */
  readonly total: number;
  /** Undefined before the first page, null after the last. */
  readonly cursor: string | null | undefined;
  readonly news: News;
  readonly family: GuestPhotoPage['family'];
}

export interface GuestPhotoList {
  readonly photos: readonly GuestPhoto[];
  /** Number of photos, including those of pages to come. */
  readonly total: number;
  readonly news: News;
  /** How many photos each person on the phone is in, once there are several. */
  readonly family: GuestPhotoPage['family'];
  readonly loaded: boolean;
  readonly hasMore: boolean;
  readonly loading: boolean;
  readonly error: unknown;
  readonly loadMore: () => void;
  readonly reload: () => void;
}

const EMPTY: Pages = { photos: [], total: 0, cursor: undefined, news: null, family: null };

export function useGuestPhotos(token: string, { whose, of }: OwnChoice): GuestPhotoList {
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
      listGuestPhotos(token, { whose, of }, from.cursor)
        .then(
          (page) => {
            if (mine === turn.current) setPages(followedBy(from, page));
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
    [token, whose, of],
  );
  useEffect(() => {
    setPages(({ family }) => ({ ...EMPTY, family })); // what was chosen before would pass for the new choice
    load(EMPTY);
  }, [load]);

  const shown = useRef(pages);
  shown.current = pages;
  const missed = useRef(false);
  const refresh = useCallback(() => {
    const before = shown.current;
    // what is on its way may be older than this
    missed.current = before.cursor === undefined || busy.current;
    if (missed.current) return;
    const mine = turn.current;
    upTo(token, { whose, of }, before.photos.length).then(
      (now) => {
        if (mine === turn.current) setPages(withFresh(now, before));
      },
      () => undefined, // what is shown stays; the next change asks again
    );
  }, [token, whose, of]);
  useEffect(() => {
    if (!loading && missed.current) refresh();
  }, [loading, refresh]);
  useEffect(() => {
    const source = new EventSource(guestChangesUrl(token));
    // a page that slept, or lost its connection, may have heard nothing
    let lost = false;
    source.onmessage = refresh;
    source.onerror = () => {
      lost = true;
    };
    source.onopen = () => {
      if (lost) refresh();
      lost = false;
    };
    return () => source.close();
  }, [token, refresh]);

  const loadMore = useCallback(() => load(pages), [load, pages]);
  const reload = useCallback(() => load(EMPTY), [load]);
  const { photos, total, news, family } = pages;
  const loaded = pages.cursor !== undefined;
  // After an error, the list waits for the guest instead of retrying by itself.
  const hasMore = typeof pages.cursor === 'string' && error === null;
  return { photos, total, news, family, loaded, hasMore, loading, error, loadMore, reload };
}

function followedBy(from: Pages, page: GuestPhotoPage): Pages {
  const photos = eachOnce([...from.photos, ...page.photos]);
  const total = Math.max(page.total ?? from.total, photos.length);
  const news = page.news ?? from.news;
  return { photos, total, cursor: page.nextCursor, news, family: page.family ?? from.family };
}

/** The list anew, with at least as many photos as are shown. */
async function upTo(token: string, choice: OwnChoice, count: number): Promise<Pages> {
  let pages = EMPTY;
  do pages = followedBy(pages, await listGuestPhotos(token, choice, pages.cursor ?? undefined));
  while (pages.cursor !== null && pages.photos.length < count);
  return pages;
}

/** Marks what came while the page was open, among the photos that were loaded by then. */
export function withFresh(now: Pages, before: Pages): Pages {
  const known = new Map(before.photos.map((photo) => [photo.id, photo]));
  const end = before.cursor === null ? now.photos.length : lastIndex(now.photos, known);
  return {
    ...now,
    photos: now.photos.map((photo, index) => {
      const fresh = known.get(photo.id)?.fresh ?? (photo.fresh || (photo.mine && index < end));
      return { ...photo, fresh };
    }),
  };
}

function lastIndex(photos: readonly GuestPhoto[], known: ReadonlyMap<string, GuestPhoto>): number {
  return photos.findLastIndex(({ id }) => known.has(id));
}
